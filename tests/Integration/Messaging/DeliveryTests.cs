using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Errors;
using Renovation.Shared.Journal;
using Renovation.Shared.Messaging;
using Renovation.Tests.Integration.Fixtures;
using Renovation.Tests.Integration.Storage;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Messaging;

/// <summary>From the journal of one module to the database of another. One broker, so one test at a time.</summary>
[Collection("broker")]
public sealed class DeliveryTests : IAsyncLifetime
{
    private const string RabbitMq = "rabbitmq";
    private const string Memory = "memory";

    public async ValueTask InitializeAsync() => await Broker.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(RabbitMq)]
    [InlineData(Memory)]
    public async Task Events_OfConcurrentWriters_ArriveOnceAndInOrderPerResource(string transport)
    {
        await using var host = await MessagingHosts.BothAsync(transport, new Trouble());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            await host.AddAsync($"u{writer}");
            for (var version = 2; version <= 10; version++)
                await host.WriteAsync($"u{writer}", $"text {version}");
        }));
        var heard = await host.HearsAsync(40);
        heard.Count.ShouldBe(40);
        foreach (var unit in heard.GroupBy(row => row.Code, StringComparer.Ordinal))
            unit.Select(row => row.Version).ShouldBe(Enumerable.Range(1, 10).Select(version => (long)version));
        heard.ShouldAllBe(row => row.Actor == "writer");
    }

    [Theory]
    [InlineData(RabbitMq)]
    [InlineData(Memory)]
    public async Task Relay_SetBack_RepeatsAndTheInboxDrops(string transport)
    {
        await using var host = await MessagingHosts.BothAsync(transport, new Trouble());
        for (var number = 0; number < 5; number++)
            await host.AddAsync($"u{number}");
        (await host.HearsAsync(5)).Count.ShouldBe(5);
        await host.UseAsync<NoteContext, int>(db => db.Positions.ExecuteUpdateAsync(set => set.SetProperty(row => row.Sequence, 0), TestContext.Current.CancellationToken));
        await host.AddAsync("u5");
        (await host.HearsAsync(6)).Select(row => row.Code).ShouldBe(["u0", "u1", "u2", "u3", "u4", "u5"], ignoreOrder: true);
    }

    [Fact]
    public async Task Relay_ManyRowsWithoutAnEvent_PassesThemOver()
    {
        await using var host = await MessagingHosts.BothAsync(Memory, new Trouble());
        await host.AddAsync("u0");
        await host.UseAsync<NoteContext, int>(db =>
        {
            db.Journal.AddRange(Enumerable.Range(1, 600).Select(number => new JournalRow
            {
                MessageId = Guid.CreateVersion7(),
                Resource = $"quiet/{number}",
                Version = 1,
                Kind = "CHANGED",
                EventType = "",
                Actor = "writer",
                Reason = "",
                Time = DateTime.UtcNow,
                Body = "{}",
            }));
            return db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        await host.AddAsync("u1");

        (await host.HearsAsync(2)).Select(row => row.Code).ShouldBe(["u0", "u1"]);
        await Eventually.EventuallyAsync(
            () => host.UseAsync<NoteContext, long>(db => db.Positions.Where(row => row.Subscriber == "relay").Select(row => row.Sequence).SingleAsync(TestContext.Current.CancellationToken)),
            position => position == 602);
    }

    [Theory]
    [InlineData(RabbitMq)]
    [InlineData(Memory)]
    public async Task Handler_FailingAtFirst_LeavesNothingBehindAndSucceedsInTheEnd(string transport)
    {
        var trouble = new Trouble();
        trouble.Left["u0"] = 3;
        await using var host = await MessagingHosts.BothAsync(transport, trouble);
        await host.AddAsync("u0");
        (await host.HearsAsync(1)).ShouldHaveSingleItem().Code.ShouldBe("u0");
    }

    [Fact]
    public async Task Handler_FailingForGood_GoesToTheErrorQueueAndTheRestMovesOn()
    {
        var trouble = new Trouble();
        trouble.Left["poison"] = int.MaxValue;
        await using var host = await MessagingHosts.BothAsync(RabbitMq, trouble);
        await host.AddAsync("poison");
        await host.AddAsync("good");
        (await host.HearsAsync(1)).ShouldHaveSingleItem().Code.ShouldBe("good");

        // Either may be delivered first; the error queue is made when the first message goes there.
        (await Broker.WaitAsync("progress-unit-changed_error")).ShouldBe(1u);
    }

    [Fact]
    public async Task Subscriber_StartedForTheFirstTimeAfterThePublisher_MissesNothing()
    {
        await using var publisher = await MessagingHosts.PublisherAsync();
        for (var number = 0; number < 3; number++)
            await publisher.AddAsync($"u{number}");
        await PublishedAsync(publisher, 3);
        await using var subscriber = await MessagingHosts.SubscriberAsync(new Trouble());
        (await subscriber.HearsAsync(3)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Position_InMemory_MovesOnlyOnceConsumersAreDone()
    {
        using var gate = new SemaphoreSlim(0);
        await using var host = await MessagingHosts.BothAsync(Memory, new Trouble { Gate = gate });
        await host.AddAsync("u0");
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        (await PositionAsync(host)).ShouldBe(0);
        gate.Release();
        await PublishedAsync(host, 1);
    }

    [Fact]
    public async Task Leader_Gone_TheOtherReplicaSealsAndPublishes()
    {
        await using var subscriber = await MessagingHosts.SubscriberAsync(new Trouble());
        var first = await MessagingHosts.PublisherAsync();
        await first.AddAsync("u0");
        await PublishedAsync(first, 1);
        await using var second = await MessagingHosts.PublisherAsync(first.Services.GetRequiredService<IConfiguration>()["ConnectionStrings:catalog"]);
        await first.StopAsync();
        await second.AddAsync("u1");
        (await subscriber.HearsAsync(2)).Select(row => row.Code).ShouldBe(["u0", "u1"]);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Broker_ThatNeverConfirms_FailsThePublishAndNothingIsLost()
    {
        await using var detour = new Detour(new Uri(Broker.Address));
        await using var subscriber = await MessagingHosts.SubscriberAsync(new Trouble());
        await using var publisher = await MessagingHosts.PublisherAsync(detour);
        await publisher.AddAsync("u0");
        await PublishedAsync(publisher, 1);
        detour.Mute();
        await publisher.AddAsync("u1");
        var row = await publisher.UseAsync<NoteContext, JournalRow>(db => db.Journal.AsNoTracking().SingleAsync(row => row.Resource == "notes/u1", TestContext.Current.CancellationToken));
        var publishing = publisher.Services.GetRequiredService<EventPublisher>().PublishAsync(row, EventMessages.Of(row), TestContext.Current.CancellationToken);
        await Should.ThrowAsync<TimeoutException>(() => publishing.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), "a confirmation that never comes");
        publishing.Exception!.InnerException!.Message.ShouldContain("within 2 s");
        (await PositionAsync(publisher)).ShouldBe(1);
        detour.Drop();
        await PublishedAsync(publisher, 2);
        (await subscriber.HearsAsync(2)).Select(heard => heard.Code).ShouldBe(["u0", "u1"]);
    }

    [Fact]
    public async Task Row_OfAnUnknownEvent_IsParkedListedAndHoldsNothingBack()
    {
        await using var host = await MessagingHosts.BothAsync(RabbitMq, new Trouble());
        await host.UseAsync<NoteContext, int>(db =>
        {
            db.Journal.Add(new JournalRow { MessageId = Guid.CreateVersion7(), Resource = "notes/x", Version = 1, Kind = "CREATED", EventType = "renovation.catalog.v1.Gone", Actor = "writer", Reason = "", Time = TimeProvider.System.GetUtcNow().UtcDateTime, Body = "{}" });
            return db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        await host.AddAsync("u0");
        (await host.HearsAsync(1)).Count.ShouldBe(1);
        await using var scope = host.Services.CreateAsyncScope();
        var parked = scope.ServiceProvider.GetRequiredService<ParkedMessages<NoteContext>>();
        var message = (await parked.ListAsync(new ListParkedMessagesRequest(), TestContext.Current.CancellationToken)).ParkedMessages.ShouldHaveSingleItem();
        (message.Subscriber, message.EventType, message.Resource).ShouldBe(("relay", "renovation.catalog.v1.Gone", "notes/x"));
        (await Should.ThrowAsync<DomainException>(() => parked.RedriveAsync(new RedriveParkedMessageRequest { Subscriber = "relay", Sequence = message.Sequence }, TestContext.Current.CancellationToken))).Reason.ShouldBe("UNDELIVERABLE");
        (await Should.ThrowAsync<DomainException>(() => parked.RedriveAsync(new RedriveParkedMessageRequest { Subscriber = "relay", Sequence = 999 }, TestContext.Current.CancellationToken))).Kind.ShouldBe(ErrorKind.NotFound);
    }

    private static Task<long> PositionAsync(ModuleHost host) =>
        host.UseAsync<NoteContext, long>(db => db.Positions.AsNoTracking().Where(row => row.Subscriber == "relay").Select(row => row.Sequence).SingleOrDefaultAsync(TestContext.Current.CancellationToken));

    private static async Task PublishedAsync(ModuleHost host, long sequence)
    {
        for (var attempt = 0; attempt < 300 && await PositionAsync(host) < sequence; attempt++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        (await PositionAsync(host)).ShouldBe(sequence);
    }
}
