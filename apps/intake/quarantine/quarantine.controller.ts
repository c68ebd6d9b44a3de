import { Controller, Get, Headers, Query, UseFilters, ValidationPipe } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { HttpProblem, ProblemFilter } from '../http/problem-document.js';
import { authenticate, TokenCheck } from '../http/token-check.js';
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
    private readonly tokens: TokenCheck,
  ) {}

  @Get()
  async list(
    @Query(validate) filter: QuarantineFilter,
    @Headers('authorization') authorization?: string,
    @Headers('x-authority') xAuthority?: string,
  ): Promise<QuarantineList> {
    const caller = await authenticate(this.tokens, authorization);
    return this.queries.execute(new ListQuarantine(filter, readersShare(caller, xAuthority)));
  }
}
