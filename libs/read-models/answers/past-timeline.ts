import { startOfDay, type Instant } from '#contracts';
import { milestones, progressMoment, progressMoments } from '../cases/case-moments.js';
import { benefitMoments } from '../grants/benefit-moments.js';
import { paymentMoment } from '../payments/payment-overview.view.js';
import { serviceMoments } from '../services/service-overview.view.js';
import type { OrderedRow } from './page.js';
import type { OwnedObjects } from './past-owned.js';
import type { PastWorld } from './past-world.js';
import type { ListPlan } from './question.js';

/** The entries of a timeline as they applied at the moment. */
export function timelineRows(
  { moment }: PastWorld,
  list: Extract<ListPlan, { kind: 'timeline' }>,
  owned: OwnedObjects,
): OrderedRow[] {
  const rows: OrderedRow[] = [];
  const add = (
    id: string,
    kind: string,
    at: Instant,
    title: string,
    objectId: string,
    caseId: string | null,
    source: string,
  ): void => {
    if (
      (list.kinds !== null && !list.kinds.includes(kind)) ||
      (list.from !== null && at < list.from) ||
      (list.to !== null && at >= list.to)
    )
      return;
    rows.push({
      key: at,
      id,
      node: { id, kind, at, title, objectId, source, case: caseId === null ? null : { id: caseId } },
    });
  };
  for (const { view, row } of owned.cases.values()) {
    const changes = progressMoments(row, moment.knownAt)
      .filter(({ at }) => at <= moment.asOf)
      .map((change) => progressMoment(change, view.caseNumber));
    for (const { entry, kind, at, title } of [...milestones(view), ...changes])
      add(`${view.id}/${entry}`, kind, at, title, view.id, view.id, view.source);
  }
  for (const { view } of owned.documents.values())
    add(view.id, 'DOCUMENT', startOfDay(view.day), `Dokument: ${view.title}`, view.id, null, view.source);
  for (const view of owned.notes.values()) {
    add(
      view.id,
      'JOURNAL_NOTE',
      startOfDay(view.notedOn),
      `Journalnotat: ${view.title}`,
      view.id,
      view.caseId,
      view.source,
    );
  }
  for (const view of owned.grants.values()) {
    for (const { entry, at, title } of benefitMoments(view))
      add(`${view.id}/${entry}`, 'GRANT', at, title, view.id, view.caseId, view.source);
  }
  for (const { view } of owned.payments.values()) {
    const { at, title } = paymentMoment(view);
    add(view.id, 'PAYMENT', at, title, view.id, null, view.source);
  }
  for (const view of owned.services.values()) {
    for (const { entry, at, title } of serviceMoments(view))
      add(`${view.id}/${entry}`, 'SERVICE', at, title, view.id, view.caseId, view.source);
  }
  for (const { entry, kind, at, title, source } of owned.party?.moments ?? []) {
    const partyId = owned.party?.view.id ?? '';
    if (at <= moment.asOf) add(`${partyId}/${entry}`, kind, at, title, partyId, null, source);
  }
  return rows;
}
