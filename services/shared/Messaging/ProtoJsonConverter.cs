using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Renovation.Shared.Messaging;

/// <summary>Carries proto messages as proto JSON: what other systems read from the broker is what the change feed shows.</summary>
internal sealed class ProtoJsonConverter : JsonConverterFactory
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public override bool CanConvert(Type typeToConvert) => typeToConvert is { IsClass: true, IsAbstract: false } && typeof(IMessage).IsAssignableFrom(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
        where T : class, IMessage, new()
    {
        private static readonly MessageDescriptor Descriptor = new T().Descriptor;

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return (T)Parser.Parse(document.RootElement.GetRawText(), Descriptor);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteRawValue(JsonFormatter.Default.Format(value));
    }
}
