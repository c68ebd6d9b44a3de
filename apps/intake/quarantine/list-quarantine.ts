import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Problem } from '#contracts';
import type { QuarantineEntry, QuarantineQuery, QuarantineStatus } from '#event-store';
import { IntakeDoor } from '../intake-door.js';
import type { QuarantineFilter } from './quarantine-filter.js';
import type { ReadersShare } from './readers-share.js';

/** An entry as it leaves the house: without what was sent. */
export interface ListedEntry {
  readonly quarantineId: string;
  readonly id: string | null;
  readonly source: string | null;
  readonly type: string | null;
  readonly subject: string | null;
  readonly receivedAt: string;
  readonly status: QuarantineStatus;
  readonly problem: Problem;
}

/** A page, oldest first; `next` is null on the last. */
export interface QuarantineList {
  readonly entries: readonly ListedEntry[];
  readonly next: string | null;
}

/** A page of the caller's share of the quarantine. */
export class ListQuarantine extends Query<QuarantineList> {
  constructor(
    readonly filter: QuarantineFilter,
    readonly share: ReadersShare,
  ) {
    super();
  }
}

@QueryHandler(ListQuarantine)
export class ListQuarantineHandler implements IQueryHandler<ListQuarantine> {
  constructor(private readonly intake: IntakeDoor) {}

  async execute({ filter, share }: ListQuarantine): Promise<QuarantineList> {
    const { status, after, limit } = filter;
    const page = await this.intake.desk.list({
      limit,
      ...(status !== undefined && { status }),
      ...(after !== undefined && { after }),
      ...askedBy(share),
    });
    return { entries: page.entries.filter((entry) => isOf(share, entry)).map(listed), next: page.next };
  }
}

function askedBy(share: ReadersShare): Pick<QuarantineQuery, 'authorities' | 'sources'> {
  if (share.kind === 'authority') return { authorities: [share.authority] };
  return {
    authorities: [...new Set(share.covers.map((cover) => cover.authority))],
    sources: [...new Set(share.covers.map((cover) => cover.source))],
  };
}

/** The statement asks for every authority with every source; what is granted are pairs. */
function isOf(share: ReadersShare, { authority, source }: QuarantineEntry): boolean {
  return (
    share.kind === 'authority' || share.covers.some((cover) => cover.authority === authority && cover.source === source)
  );
}

function listed({
  quarantineId,
  id,
  source,
  type,
  subject,
  receivedAt,
  status,
  problem,
}: QuarantineEntry): ListedEntry {
  return { quarantineId, id, source, type, subject, receivedAt, status, problem };
}
