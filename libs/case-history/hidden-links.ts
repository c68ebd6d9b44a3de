import type { OpenedRecord, RecordedEvent } from '#projection-engine';

/** The other objects that the caller may see, of those that the events of a history name. */
export interface SeenLinks {
  readonly cases: ReadonlySet<string>;
  readonly documents: ReadonlySet<string>;
}

/** By which fields an event names other objects, whatever its family. */
interface Naming {
  readonly caseId?: string;
  readonly documentId?: string;
  readonly parentCaseId?: string | null;
  readonly cases?: readonly { readonly caseId: string }[];
}

/** The cases and documents that the events name. */
export function linksIn(events: readonly OpenedRecord[]): Readonly<Record<keyof SeenLinks, readonly string[]>> {
  const named = events.map((event): Naming => (event.erased ? {} : (event.data as Naming)));
  const cases = named.flatMap(({ caseId, parentCaseId, cases: links = [] }) => [
    ...links.map((link) => link.caseId),
    ...[caseId, parentCaseId].filter((id) => typeof id === 'string'),
  ]);
  const documents = named.flatMap(({ documentId }) => documentId ?? []);
  return { cases: [...new Set(cases.map(lower))], documents: [...new Set(documents.map(lower))] };
}

/** A link is told to who sees both ends: an event that is nothing but one is left out, of others what they link to. */
export function withoutHiddenLinks(events: readonly OpenedRecord[], seen: SeenLinks): OpenedRecord[] {
  return events.flatMap((event) => (event.erased ? event : (told(event, seen) ?? [])));
}

function told(event: RecordedEvent, { cases, documents }: SeenLinks): RecordedEvent | undefined {
  const { caseId, documentId, parentCaseId, cases: links } = event.data as Naming;
  const isHidden = (id: string | null | undefined): boolean => typeof id === 'string' && !cases.has(lower(id));
  if (isHidden(caseId) || (documentId !== undefined && !documents.has(lower(documentId)))) return undefined;
  if (!isHidden(parentCaseId) && !links?.some((link) => isHidden(link.caseId))) return event;
  const { parentCaseId: _hidden, ...rest } = event.data as Naming;
  const data = {
    ...(isHidden(parentCaseId) ? rest : event.data),
    ...(links === undefined ? {} : { cases: links.filter((link) => !isHidden(link.caseId)) }),
  };
  return { ...event, data } as RecordedEvent;
}

const lower = (id: string): string => id.toLowerCase();
