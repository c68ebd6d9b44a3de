import type { Given } from './benefits.js';
import { midnight } from './calendar.js';
import type { Data } from './facts.js';
import type { Entry } from './timeline.js';

/** "GRANT start and, where it has one, end of each benefit · PAYMENT paidOn, else dispositionDate · SERVICE start and end." */
export function givenMoments(
  grants: readonly Given[],
  payments: readonly Given[],
  services: readonly Given[],
): Entry[] {
  const entry = (kind: string, { id, caseId, view }: Given, day: unknown, title: string): Entry[] =>
    typeof day === 'string'
      ? [{ kind, at: midnight(day), title, source: view['source'] as string, objectId: id, case: caseId }]
      : [];
  return [
    ...grants.flatMap((grant) =>
      (grant.view['benefits'] as Data[]).flatMap(({ name, start, end }) => {
        const told = (does: string): string =>
          `Ydelsen ${name as string} ${does} (bevilling ${grant.view['grantNumber'] as string})`;
        return [...entry('GRANT', grant, start, told('begynder')), ...entry('GRANT', grant, end, told('ophører'))];
      }),
    ),
    ...payments.flatMap((payment) => {
      const { paidOn, dispositionDate } = payment.view;
      return entry('PAYMENT', payment, paidOn ?? dispositionDate, paymentTitle(payment.view));
    }),
    ...services.flatMap((service) => {
      const { kind, start, end } = service.view;
      const told = (does: string): string => `Indsatsen ${kind as string} ${does}`;
      return [
        ...entry('SERVICE', service, start, told('begynder')),
        ...entry('SERVICE', service, end, told('ophører')),
      ];
    }),
  ];
}

function paymentTitle({ status, paidOn, paidAmount, net, gross, currency }: Data): string {
  const amount = inDanish((paidAmount ?? net ?? gross) as string, currency as string);
  if (status === 'REVERSED') return `Udbetaling på ${amount} er tilbageført`;
  return paidOn === null ? `Der skal udbetales ${amount}` : `Der er udbetalt ${amount}`;
}

/** Thousands apart by a point, decimals by a comma, and every digit kept. */
function inDanish(amount: string, currency: string): string {
  const [whole = '', decimals] = amount.replace('-', '').split('.');
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) groups.unshift(whole.slice(Math.max(0, end - 3), end));
  const sign = amount.startsWith('-') ? '-' : '';
  return `${sign}${groups.join('.')}${decimals === undefined ? '' : `,${decimals}`} ${currency === 'DKK' ? 'kr.' : currency}`;
}
