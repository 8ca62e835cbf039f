namespace Renovation.Gateway.Hosting;

/// <summary>
/// A request body that fails like the server's own when more than <paramref name="limit"/> bytes are read, after the rest was read up to <paramref name="drained"/> bytes and thrown away: a
/// client that is still sending would find the connection reset instead of the answer.
/// </summary>
internal sealed class LimitedBody(Stream inner, long limit, long drained) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var bytes = await inner.ReadAsync(buffer, cancellationToken);
        _read += bytes;
        if (_read <= limit)
            return bytes;
        while (_read <= drained && bytes > 0)
        {
            bytes = await inner.ReadAsync(buffer, cancellationToken);
            _read += bytes;
        }

        throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // The server takes no synchronous reads.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
