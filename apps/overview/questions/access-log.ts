import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { csvHead, csvRow } from '#oversight';
import type { View } from '../engine/view.js';
import { AccessEntries, Queries } from '../queries.js';
import type { Page, PageArgs } from '../queries.js';
import type { AccessFilter } from '../types/access-inputs.js';
import type { AccessLogExport, CitizenAccessEntry } from '../types/access-entry.type.js';
import { searchTextOf } from './searches.js';

type Entries = Awaited<ReturnType<AccessEntries['page']>>;

/** The access log of the authority. */
export class AccessLog {
  constructor(
    readonly filter: AccessFilter,
    readonly page: PageArgs,
    readonly view: View,
  ) {}
}

/** A part of it as a file. */
export class AccessLogFile {
  constructor(
    readonly filter: AccessFilter,
    readonly after: string | null,
    readonly view: View,
  ) {}
}

/** Who has looked at the citizen who asks. */
export class MyAccessLog {
  constructor(
    readonly page: PageArgs,
    readonly view: View,
  ) {}
}

@QueryHandler(AccessLog)
export class AccessLogHandler implements IQueryHandler<AccessLog, Entries> {
  constructor(
    @Inject(AccessEntries) private readonly entries: AccessEntries,
    @Inject(Queries) private readonly queries: Queries,
  ) {}

  async execute({ filter, page, view }: AccessLog): Promise<Entries> {
    const { authority } = view.scopeFor('accessLog');
    view.noteReadTo(await this.queries.position());
    const found = await this.entries.page(authority, filter, page);
    view.noteSearch(searchTextOf(filter), found.totalCount);
    view.noteShown('SEARCH', 'accessLog');
    return found;
  }
}

/** As many as one answer may have; an export of more takes several questions. */
const ROWS_AN_EXPORT = 5_000;

@QueryHandler(AccessLogFile)
export class AccessLogFileHandler implements IQueryHandler<AccessLogFile, AccessLogExport> {
  constructor(
    @Inject(AccessEntries) private readonly entries: AccessEntries,
    @Inject(Queries) private readonly queries: Queries,
  ) {}

  async execute({ filter, after, view }: AccessLogFile): Promise<AccessLogExport> {
    const { authority } = view.scopeFor('exportAccessLog');
    view.noteReadTo(await this.queries.position());
    const found = await this.entries.page(authority, filter, { first: ROWS_AN_EXPORT, after });
    view.noteSearch(searchTextOf(filter), found.totalCount);
    view.noteShown('EXPORT', 'exportAccessLog');
    const rows = found.edges.map(({ node }) => csvRow(node)).join('');
    return {
      csv: after === null ? `${csvHead}${rows}` : rows,
      rows: found.edges.length,
      totalCount: found.totalCount,
      endCursor: found.pageInfo.hasNextPage ? found.pageInfo.endCursor : null,
    };
  }
}

@QueryHandler(MyAccessLog)
export class MyAccessLogHandler implements IQueryHandler<MyAccessLog, Page<CitizenAccessEntry>> {
  constructor(
    @Inject(AccessEntries) private readonly entries: AccessEntries,
    @Inject(Queries) private readonly queries: Queries,
  ) {}

  async execute({ page, view }: MyAccessLog): Promise<Page<CitizenAccessEntry>> {
    const { authority } = view.scopeFor('myAccessLog');
    view.noteReadTo(await this.queries.position());
    const found = await this.entries.ofCitizen(authority, view.ownNodes(authority), page);
    view.noteShown('VIEW', 'myAccessLog');
    return found;
  }
}
