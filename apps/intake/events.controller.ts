import { Controller, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { senderRights } from '#access';
import type { Receipt } from '#intake';
import { AcceptEvents } from './accept-events.js';
import { ProblemFilter } from './http/problem-document.js';
import { readEvents } from './http/read-events.js';
import { contentTypeOf, type ReceivedBody } from './http/received-body.js';
import { authenticate, forbidden, TokenCheck } from './http/token-check.js';

/** `POST /events`: CloudEvents 1.0 over HTTP, structured, batched or binary. */
@Controller('events')
@UseFilters(ProblemFilter)
export class EventsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly tokens: TokenCheck,
  ) {}

  @Post()
  @HttpCode(200)
  async accept(@Req() request: FastifyRequest): Promise<{ receipts: Receipt[] }> {
    const rights = senderRights(await authenticate(this.tokens, request.headers.authorization));
    if (rights.kind === 'refused') throw forbidden(rights.message);
    const body = (request.body ?? EMPTY) as ReceivedBody;
    const { events, received } = readEvents(contentTypeOf(request), request.headers, body);
    const command = new AcceptEvents(events, { kind: 'source', covers: rights.covers }, received);
    return { receipts: await this.commands.execute(command) };
  }
}

const EMPTY: ReceivedBody = { kind: 'body', bytes: Buffer.alloc(0) };
