import { startOfDay, type DataOf, type Instant } from '#contracts';
import { claimsOf, EXISTS, valueAt, winnerAt, type AssertionRow, type ViewMoment } from '#projection-engine';
import { danishAmount } from './danish-amount.js';

const STATUSES: Readonly<Record<string, string>> = { sent: 'SENT', paid: 'PAID', reversed: 'REVERSED' };

type Calculated = DataOf<'payment.calculated'>;

/** What a payment is made of; what the grant says of the benefit is the grant's to tell. */
export type PaymentLineView = Calculated['lines'][number];

/** A payment as it applies at one moment: GraphQL's own names, and what joins and rights need. Amounts as sent. */
export interface PaymentView {
  readonly id: string;
  readonly source: string;
  readonly partyNode: string;
  readonly from: string;
  readonly to: string;
  readonly gross: string;
  readonly net: string | null;
  readonly currency: string;
  readonly dispositionDate: string;
  readonly status: string;
  readonly paidAmount: string | null;
  readonly paidOn: string | null;
  readonly namedLines: readonly PaymentLineView[];
}

/** The payment as it applies at the moment; undefined where it is not there. */
export function viewPayment(id: string, row: AssertionRow, moment: ViewMoment): PaymentView | undefined {
  if (row.purged) return undefined;
  const founded = winnerAt(row, EXISTS, moment);
  if (founded?.value !== true) return undefined;
  const value = (name: string): string | null => {
    const said = valueAt(row, name, moment);
    return typeof said === 'string' ? said : null;
  };
  const period = valueAt(row, 'period', moment) as Calculated['period'] | undefined;
  const paid = valueAt(row, 'paid', moment) as { amount: string; paidOn: string } | undefined;
  return {
    id,
    source: value('source') ?? founded.statement.source,
    partyNode: value('party') ?? '',
    from: period?.from ?? '',
    to: period?.to ?? '',
    gross: value('gross') ?? '',
    net: value('net'),
    currency: value('currency') ?? 'DKK',
    dispositionDate: value('dispositionDate') ?? '',
    status: STATUSES[value('status') ?? ''] ?? 'CALCULATED',
    paidAmount: paid?.amount ?? null,
    paidOn: paid?.paidOn ?? null,
    namedLines: (valueAt(row, 'lines', moment) as unknown as PaymentLineView[] | undefined) ?? [],
  };
}

/** The lines that the payment was ever said to have. */
export const linesEver = (row: AssertionRow): PaymentLineView[] =>
  claimsOf(row, 'lines', null).flatMap(({ value }) => value as unknown as PaymentLineView[]);

/** The entry of the timeline: the day it was paid, else the day it is to be. */
export function paymentMoment(view: PaymentView): { readonly at: Instant; readonly title: string } {
  const { paidOn, paidAmount, dispositionDate, status, net, gross, currency } = view;
  const amount = danishAmount(paidAmount ?? net ?? gross, currency);
  const said = paidOn === null ? `Der skal udbetales ${amount}` : `Der er udbetalt ${amount}`;
  return {
    at: startOfDay(paidOn ?? dispositionDate),
    title: status === 'REVERSED' ? `Udbetaling på ${amount} er tilbageført` : said,
  };
}
