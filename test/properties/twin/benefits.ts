import { dayOf, midnight } from './calendar.js';
import { caseAt } from './cases.js';
import { isClosedToday, isOpenToday, seesCase, type Eye } from './eye.js';
import {
  byCodePoint,
  byRank,
  covers,
  loud,
  presence,
  ranked,
  said,
  winner,
  type Data,
  type Fact,
  type Said,
} from './facts.js';
import { identifierNode } from './identity.js';
import { existence, existsAt, isAgain, isEverThere, isFounded, isFounding, lastThere } from './known.js';
import type { Paper } from './papers.js';

/** What is given to a party. */
export interface Given extends Paper {
  /** The node by which the party is named. */
  readonly party: string;
  /** What it lies on, where it lies on one case. */
  readonly caseId: string | null;
}

type Word = Data[string];

/** What founding events say of an attribute: "what it leaves out is absent where it is sent again". */
const stated = (facts: readonly Fact[], attribute: string): Said<Word>[] =>
  facts.filter(isFounding).flatMap((fact) => {
    if (Object.hasOwn(fact.data, attribute)) return [said(fact, fact.data[attribute])];
    return isAgain(fact, facts) ? [said(fact, null)] : [];
  });

const valueAt = (facts: readonly Fact[], attribute: string, t: string): Word =>
  winner(stated(facts, attribute), t)?.value ?? null;

const partyNodeOf = (facts: readonly Fact[], t: string): string => {
  const fact = winner(stated(facts, 'party'), t)?.fact;
  return fact === undefined ? '' : identifierNode((fact.data['party'] as Data)['identifier'] as Data, fact.source);
};

/** What is said of a member of a list of the founding event; `also` is what other events say of it. */
function ofMember(
  facts: readonly Fact[],
  list: string,
  id: string,
  read: (entry: Data) => Word,
  also: (fact: Fact) => Word | undefined,
): Said<Word>[] {
  return facts.flatMap((fact) => {
    if (!isFounding(fact)) {
      const value = also(fact);
      return value === undefined ? [] : [said(fact, value)];
    }
    const entry = ((fact.data[list] ?? []) as Data[]).find((each) => each['id'] === id);
    const value = entry === undefined ? null : (read(entry) ?? null);
    return value === null && !isAgain(fact, facts) ? [] : [said(fact, value)];
  });
}

const idsIn = (facts: readonly Fact[], list: string): string[] => [
  ...new Set(facts.flatMap(({ data }) => ((data[list] ?? []) as Data[]).map((entry) => entry['id'] as string))),
];

/** "benefits replace"; `benefit-ended` gives one an end. */
function benefitsAt(facts: readonly Fact[], t: string): Data[] {
  return idsIn(facts, 'benefits')
    .sort(byCodePoint)
    .flatMap((id): Data[] => {
      const entry = winner(
        ofMember(
          facts,
          'benefits',
          id,
          (each) => each,
          () => undefined,
        ),
        t,
      )?.value as Data | null;
      if (entry === null || entry === undefined) return [];
      const ends = ofMember(
        facts,
        'benefits',
        id,
        (each) => each['end'],
        ({ name, data }) => (name === 'grant.benefit-ended' && data['benefitId'] === id ? data['end'] : undefined),
      );
      const { name, kle, start, repayable = null } = entry;
      return [{ id, name, kle, start, end: winner(ends, t)?.value ?? null, repayable }];
    });
}

/** "`plan-set` replaces by plan id": each plan that applies, with who says so last. */
function plansAt(facts: readonly Fact[], t: string): Said<Data>[] {
  const ids = new Set([
    ...idsIn(facts, 'plans'),
    ...facts.flatMap(({ name, data }) => (name === 'grant.plan-set' ? [(data['plan'] as Data)['id'] as string] : [])),
  ]);
  return [...ids].sort(byCodePoint).flatMap((id) => {
    const all = ofMember(
      facts,
      'plans',
      id,
      (each) => each,
      ({ name, data }) => (name === 'grant.plan-set' && data['plan'].id === id ? data['plan'] : undefined),
    );
    const best = winner(all, t);
    if (best === undefined || best.value === null) return [];
    return [{ ...best, value: { ...(best.value as Data), currency: best.value.currency ?? 'DKK' } }];
  });
}

const isThere = (eye: Eye, facts: readonly Fact[]): boolean => isFounded(facts) && existsAt(facts, eye.t);

/** The case of an object is open today: the one on which it lies today, or last lay. */
const isCaseOpenToday = (eye: Eye, family: string, id: string): boolean => isOpenToday(eye, caseToday(eye, family, id));

function caseToday(eye: Eye, family: string, id: string): string {
  const all = eye.today.known.of(family, id);
  return (
    isEverThere(all)
      ? valueAt(all, 'caseId', lastThere(all, eye.today.t))
      : valueAt(eye.known.of(family, id), 'caseId', eye.t)
  ) as string;
}

/** The grant, where it is there and its case is seen: "the KLE of at least one benefit", so none without benefits. */
export function grantAt(eye: Eye, id: string): Given | null {
  const facts = eye.known.of('grant', id);
  if (!isThere(eye, facts)) return null;
  const value = (attribute: string): Word => valueAt(facts, attribute, eye.t);
  const caseId = value('caseId') as string;
  if (!seesCase(eye, caseId) || !isCaseOpenToday(eye, 'grant', id)) return null;
  const statuses = facts
    .filter(({ name }) => name === 'grant.status-changed')
    .map((fact) => said(fact, fact.data['status']));
  const benefits = benefitsAt(facts, eye.t);
  if (benefits.length === 0) return null;
  const kept = new Set(benefits.map((benefit) => benefit['id'] as string));
  return {
    id,
    day: value('start'),
    party: partyNodeOf(facts, eye.t),
    caseId,
    view: {
      id,
      source: facts[0]?.source,
      grantNumber: value('grantNumber'),
      start: value('start'),
      end: value('end'),
      reason: value('reason'),
      status: loud((winner(statuses, eye.t)?.value ?? 'active') as string),
      sensitivity: loud(value('sensitivity')),
      case: caseId,
      benefits,
      // Whoever may not see a benefit does not see its plans, and one that is not there nobody sees.
      plans: plansAt(facts, eye.t)
        .map((plan) => plan.value)
        .filter((plan) => kept.has(plan['benefitId'] as string)),
    },
  };
}

/** "A payment line's plan is the one (by benefit) that applied on the line's `from`": of several the one said last. */
function planOn(facts: readonly Fact[], benefitId: string, day: string): Data | null {
  const applying = plansAt(facts, midnight(day)).filter(({ value }) => value['benefitId'] === benefitId);
  return applying.sort((a, b) => byRank(b.fact, a.fact))[0]?.value ?? null;
}

/**
 * The payment, where it is there and every benefit is seen that its lines name. It is an auditor who looks, of his whole
 * authority: of a benefit that is not there nothing is hidden from him, and its line says so.
 */
export function paymentAt(eye: Eye, id: string): Given | null {
  const facts = eye.known.of('payment', id);
  if (!isThere(eye, facts)) return null;
  const value = (attribute: string): Word => valueAt(facts, attribute, eye.t);
  const named = (value('lines') ?? []) as Data[];
  if (named.some((line) => isLineHidden(eye, line)) || !areLinesOpenToday(eye, id, named)) return null;
  const lines = named.map((line) => explained(eye, line));
  const last = (name: string): Said<Data> | undefined =>
    ranked(
      facts.filter((fact) => fact.name === `payment.${name}`).map((fact) => said(fact, fact.data)),
      eye.t,
    )[0];
  const statuses = ['sent', 'paid', 'reversed'].flatMap((name) => last(name) ?? []);
  const status = statuses.sort((a, b) => byRank(b.fact, a.fact))[0]?.fact.name.slice('payment.'.length);
  const period = value('period') as Data;
  const paid = last('paid')?.value;
  return {
    id,
    day: value('dispositionDate'),
    party: partyNodeOf(facts, eye.t),
    caseId: null,
    view: {
      id,
      source: facts[0]?.source,
      from: period['from'],
      to: period['to'],
      gross: value('gross'),
      net: value('net'),
      currency: value('currency') ?? 'DKK',
      dispositionDate: value('dispositionDate'),
      status: loud(status ?? 'calculated'),
      paidAmount: paid?.['amount'] ?? null,
      paidOn: paid?.['paidOn'] ?? null,
      lines,
    },
  };
}

/** The benefit is there, and its case is open to nobody: then, or today, or the one on which the grant lies today. */
function isLineHidden(eye: Eye, { grantId, benefitId }: Data): boolean {
  const facts = eye.known.of('grant', grantId as string);
  if (!isThere(eye, facts) || !benefitsAt(facts, eye.t).some(({ id }) => id === benefitId)) return false;
  const caseId = valueAt(facts, 'caseId', eye.t) as string;
  const isHiddenThen = existsAt(eye.known.of('case', caseId), eye.t) && !seesCase(eye, caseId);
  return isHiddenThen || [caseId, caseToday(eye, 'grant', grantId as string)].some((id) => isClosedToday(eye, id));
}

/** Why a line was paid; nothing of it where its benefit is not there, or the case that it was granted on. */
function explained(eye: Eye, { grantId, benefitId, from, to, amount }: Data): Data {
  const grant = grantAt(eye, grantId as string);
  const benefit = (grant?.view['benefits'] as Data[] | undefined)?.find(({ id }) => id === benefitId);
  if (grant === null || benefit === undefined)
    return { from, to, amount, benefit: null, plan: null, grant: null, case: null, decision: null };
  const ofCase = caseAt(eye, grant.caseId ?? '', () => '');
  return {
    from,
    to,
    amount,
    benefit,
    plan: planOn(eye.known.of('grant', grantId as string), benefitId as string, from as string),
    grant: grantId as string,
    case: grant.caseId,
    decision: ofCase?.['decision'] ?? null,
  };
}

/** "The past never shows more than the present": who may not see a line that it has today may not see the payment then. */
function areLinesOpenToday(eye: Eye, id: string, then: readonly Data[]): boolean {
  const all = eye.today.known.of('payment', id);
  if (!isEverThere(all)) return true;
  const nameOf = ({ grantId, benefitId }: Data): string => `${grantId as string} ${benefitId as string}`;
  const known = new Set(then.map(nameOf));
  const today = (valueAt(all, 'lines', lastThere(all, eye.today.t)) ?? []) as Data[];
  return today
    .filter((line) => !known.has(nameOf(line)))
    .every(({ grantId }) => {
      const id = grantId as string;
      return !isGrantLeft(eye, id) || !isClosedToday(eye, caseToday(eye, 'grant', id));
    });
}

/** Something is known of the grant, then or today. */
const isGrantLeft = (eye: Eye, id: string): boolean =>
  isEverThere(eye.today.known.of('grant', id)) || isThere(eye, eye.known.of('grant', id));

/** The service, where it is there and its case is seen. */
export function serviceAt(eye: Eye, id: string): Given | null {
  const facts = eye.known.of('service', id);
  if (!isThere(eye, facts)) return null;
  const value = (attribute: string): Word => valueAt(facts, attribute, eye.t);
  const caseId = value('caseId') as string;
  if (!seesCase(eye, caseId) || !isCaseOpenToday(eye, 'service', id)) return null;
  const ended = winner(
    facts.filter(({ name }) => name === 'service.ended').map((fact) => said(fact, true)),
    eye.t,
  );
  const start = dayOf(presence(existence(facts)).find((period) => covers(period, eye.t))?.from ?? '');
  return {
    id,
    day: start,
    party: partyNodeOf(facts, eye.t),
    caseId,
    view: {
      id,
      source: facts[0]?.source,
      kind: value('kind'),
      kle: value('kle'),
      provider: value('provider'),
      start,
      end: ended === undefined ? null : dayOf(ended.from),
      case: caseId,
    },
  };
}

const every = (eye: Eye, family: string, at: (eye: Eye, id: string) => Given | null): Given[] =>
  eye.known.ids(family).flatMap((id) => at(eye, id) ?? []);

export const grantsAt = (eye: Eye): Given[] => every(eye, 'grant', grantAt);
export const paymentsAt = (eye: Eye): Given[] => every(eye, 'payment', paymentAt);
export const servicesAt = (eye: Eye): Given[] => every(eye, 'service', serviceAt);
/** All that is given to anybody. */
export const givenAt = (eye: Eye): Given[] => [...grantsAt(eye), ...paymentsAt(eye), ...servicesAt(eye)];
