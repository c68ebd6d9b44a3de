import type { HistoryEntryView } from '#case-history';
import { danishDay, danishMoment } from '../output/danish.js';

/** One event of a history as an auditor reads it: all three times, who, and what it changed. */
export function historyEntryText(entry: HistoryEntryView): string {
  const {
    position,
    type,
    effectiveFrom,
    effectiveTo,
    registeredAt,
    recordedAt,
    registeredBy,
    source,
    eventId,
    erased,
    erasure,
    changed,
  } = entry;
  const until = effectiveTo === null ? '' : `–${danishMoment(effectiveTo)}`;
  return [
    `${position.padStart(8)}  ${type.replace(/^dk\.overblik\./, '').replace(/\.v\d+$/, '')}   ${source} ${eventId}`,
    `          virkning ${danishMoment(effectiveFrom)}${until} · registreret ${danishMoment(registeredAt)}${registeredBy === null ? '' : ` af ${plain(registeredBy)}`} · modtaget ${danishMoment(recordedAt)}`,
    ...(erased
      ? [`          [slettet${erasure === null ? '' : ` ${danishDay(erasure.at)}: ${plain(erasure.basis)}`}]`]
      : []),
    ...changed.map(({ path, before, after }) => `          ${path}: ${shown(before)} → ${shown(after)}`),
    '',
  ].join('\n');
}

const LONGEST = 120;

function shown(value: unknown): string {
  if (value === null || value === undefined) return '–';
  const text = plain(typeof value === 'string' ? value : JSON.stringify(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Control characters of a source's text must not steer the terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
