import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { FastifyInstance } from 'fastify';
import { addGauge, CallerLimits, Configuration, Log, metrics } from '#runtime';
import { Stores } from '#stores';
import { AcceptEventsHandler } from './accept-events.js';
import { ContractsController } from './contracts.controller.js';
import { EventsController } from './events.controller.js';
import { registerIntakeParsers } from './http/received-body.js';
import { Senders } from './http/senders.js';
import { openTokenCheck, TokenCheck } from './http/token-check.js';
import { IntakeDoor, openIntakeDoor } from './intake-door.js';
import { ListQuarantineHandler } from './quarantine/list-quarantine.js';
import { QuarantineController } from './quarantine/quarantine.controller.js';

/** Events in over HTTP. Asks for `Configuration`, `Log` and `Stores` of the process; makes its own body parsers known. */
@Module({
  imports: [CqrsModule.forRoot()],
  controllers: [EventsController, QuarantineController, ContractsController],
  providers: [
    { provide: TokenCheck, useFactory: openTokenCheck, inject: [Configuration, Stores, Log] },
    {
      provide: CallerLimits,
      useFactory: ({ deliveriesPerSecond }: Configuration) => new CallerLimits(deliveriesPerSecond),
      inject: [Configuration],
    },
    Senders,
    { provide: IntakeDoor, useFactory: openIntakeDoor, inject: [Stores, Log, Configuration] },
    AcceptEventsHandler,
    ListQuarantineHandler,
  ],
  exports: [IntakeDoor],
})
export class IntakeModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly intake: IntakeDoor,
    private readonly stores: Stores,
    private readonly senders: Senders,
  ) {}

  onModuleInit(): void {
    registerIntakeParsers(this.host.httpAdapter.getInstance<FastifyInstance>(), this.senders);
    this.installGauges();
  }

  private installGauges(): void {
    if (metrics.getSingleMetric('overblik_intake_events_in_flight') !== undefined) return;
    addGauge('overblik_intake_events_in_flight', 'Events being taken in', [], () =>
      Promise.resolve([{ labels: {}, value: this.intake.inFlight }]),
    );
    addGauge('overblik_quarantine_open_events', 'Events in quarantine that wait for an operator', [], async () => [
      { labels: {}, value: await this.stores.quarantine.countOpen() },
    ]);
  }
}
