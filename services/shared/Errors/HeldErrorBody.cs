using Microsoft.AspNetCore.Http;

namespace Renovation.Shared.Errors;

/// <summary>A response body that lets everything through but the body of an error, which it holds back to be looked at.</summary>
internal sealed class HeldErrorBody(HttpResponse response, Stream inner) : Stream
{
    private MemoryStream? _held;

    public ReadOnlyMemory<byte> Held => _held is null ? default : _held.GetBuffer().AsMemory(0, (int)_held.Length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private bool Holds => _held is not null || (response.StatusCode >= StatusCodes.Status400BadRequest && !response.HasStarted);

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Holds)
            (_held ??= new MemoryStream()).Write(buffer, offset, count);
        else
            inner.Write(buffer, offset, count);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Holds)
            await (_held ??= new MemoryStream()).WriteAsync(buffer, cancellationToken);
        else
            await inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        if (!Holds)
            inner.Flush();
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Holds ? Task.CompletedTask : inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _held?.Dispose();
        base.Dispose(disposing);
    }
}
