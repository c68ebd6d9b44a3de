import type { Node } from '#read-models/queries';
import { danishDay, danishWord } from '../output/danish.js';
import { plainText } from './plain-text.js';

type Entry = Readonly<Record<string, unknown>>;

const COLUMN = 14;
const indent = ' '.repeat(COLUMN);
const days = (from: unknown, to: unknown): string =>
  `${danishDay(from)}–${typeof to === 'string' ? danishDay(to) : ''}`;
const numberOf = (node: Entry): string => plainText((node['case'] as Entry | null)?.['caseNumber']);

/** A grant with its benefits and the plans by which they are paid. */
export function grantLines(node: Node): string[] {
  const plans = node['plans'] as Entry[];
  const benefits = (node['benefits'] as Entry[]).map(({ id, name, kle, start, end }) => {
    const paid = plans
      .filter(({ benefitId }) => benefitId === id)
      .map(({ amount, currency, frequency }) => [amount, currency, frequency].map((part) => plainText(part)).join(' '));
    return [`${plainText(name)} (KLE ${plainText(kle)})`, days(start, end), ...paid].join(' · ');
  });
  return [
    `${danishDay(node['start']).padEnd(COLUMN)} ${plainText(node['grantNumber'])} · ${danishWord(node['status'])} · ${numberOf(node)}`,
    ...benefits.map((line) => `${indent} ${line}`),
  ];
}

/** A payment, and why each of its parts was paid. */
export function paymentLines(node: Node): string[] {
  const { paidOn, paidAmount, dispositionDate, gross, currency, status, from, to } = node as Entry;
  const amount = `${plainText(paidAmount ?? gross)} ${plainText(currency)}`;
  return [
    `${danishDay(paidOn ?? dispositionDate).padEnd(COLUMN)} ${amount} · ${danishWord(status)} · for ${days(from, to)}`,
    ...(node['lines'] as Entry[]).map(
      (line) =>
        `${indent} ${plainText(line['amount'])} · ${plainText((line['benefit'] as Entry | null)?.['name'])} · ${numberOf(line)}${whyOf(line)}`,
    ),
  ];
}

function whyOf({ decision }: Entry): string {
  if (decision === null || decision === undefined) return '';
  const { outcome, decidedOn, legalBasis } = decision as Entry;
  const basis = plainText(legalBasis);
  return ` · ${danishWord(outcome)} ${danishDay(decidedOn)}${basis === '' ? '' : ` efter ${basis}`}`;
}

/** A service and who provides it. */
export function serviceLines(node: Node): string[] {
  const parts = [
    plainText(node['kind']),
    plainText(node['provider']),
    numberOf(node),
    days(node['start'], node['end']),
  ];
  return [`${danishDay(node['start']).padEnd(COLUMN)} ${parts.filter((part) => part !== '').join(' · ')}`];
}
