import { Controller, Get, Header, Param, UseFilters } from '@nestjs/common';
import { asyncApi, contractList, contractOf } from '#contracts';
import { HttpProblem, ProblemFilter } from './http/problem-document.js';

/** `GET /contracts`: what sources may send, for anybody to read. */
@Controller('contracts')
@UseFilters(ProblemFilter)
export class ContractsController {
  @Get()
  list(): object {
    return contractList();
  }

  @Get('asyncapi.json')
  asyncApi(): object {
    return asyncApi();
  }

  @Get(':type')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  schema(@Param('type') type: string): object {
    const contract = contractOf(type);
    if (contract === undefined)
      throw new HttpProblem(404, 'There is no contract of this type; GET /contracts lists them.');
    return contract;
  }
}
