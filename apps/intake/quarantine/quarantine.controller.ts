import { Controller, Get, Headers, Query, Req, UseFilters, ValidationPipe } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { HttpProblem, ProblemFilter } from '../http/problem-document.js';
import { Senders } from '../http/senders.js';
import { ListQuarantine, type QuarantineList } from './list-quarantine.js';
import { QuarantineFilter } from './quarantine-filter.js';
import { readersShare } from './readers-share.js';

const validate = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  exceptionFactory: (faults) => {
    const texts = faults.flatMap((fault) => Object.values(fault.constraints ?? {}));
    return new HttpProblem(400, `The query cannot be read: ${texts.join('; ')}.`);
  },
});

/** `GET /quarantine`: a source's own refused events; an operator's whole authority. */
@Controller('quarantine')
@UseFilters(ProblemFilter)
export class QuarantineController {
  constructor(
    private readonly queries: QueryBus,
    private readonly senders: Senders,
  ) {}

  @Get()
  async list(
    @Query(validate) filter: QuarantineFilter,
    @Req() request: FastifyRequest,
    @Headers('x-authority') xAuthority?: string,
  ): Promise<QuarantineList> {
    const caller = await this.senders.callerOf(request);
    return this.queries.execute(new ListQuarantine(filter, readersShare(caller, xAuthority)));
  }
}
