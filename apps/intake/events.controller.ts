import { Controller, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { senderRights } from '#access';
import type { Receipt } from '#intake';
import { AcceptEvents } from './accept-events.js';
import { ProblemFilter } from './http/problem-document.js';
import { readEvents } from './http/read-events.js';
import { contentTypeOf, EMPTY, type ReceivedBody } from './http/received-body.js';
import { Senders } from './http/senders.js';
import { forbidden } from './http/token-check.js';

/** `POST /events`: CloudEvents 1.0 over HTTP, structured, batched or binary. */
@Controller('events')
@UseFilters(ProblemFilter)
export class EventsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly senders: Senders,
  ) {}

  @Post()
  @HttpCode(200)
  async accept(@Req() request: FastifyRequest): Promise<{ receipts: Receipt[] }> {
    const rights = senderRights(await this.senders.callerOf(request));
    if (rights.kind === 'refused') throw forbidden(rights.message);
    const body = (request.body ?? EMPTY) as ReceivedBody;
    const { events, received } = readEvents(contentTypeOf(request), request.headers, body);
    const command = new AcceptEvents(events, { kind: 'source', covers: rights.covers }, received);
    return { receipts: await this.commands.execute(command) };
  }
}
