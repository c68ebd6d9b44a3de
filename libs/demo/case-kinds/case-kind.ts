import type { Trade } from '../companies.js';
import type { UnitKey } from '../municipality.js';
import type { SourceKey } from '../source-systems.js';

export type Phase = 'opened' | 'informed' | 'decided' | 'closed';
export type Outcome = 'granted' | 'refused' | 'partly' | 'annulled';

/**
 * What one kind of case looks like. Texts have slots in braces: `{adresse}`, `{by}`, `{skole}`, `{barn}`, `{firma}`, `{dato}`,
 * `{frist}`, `{år}`, and the kind's own `words`, each drawn once a case, so that a carport stays a carport.
 */
export interface CaseKind {
  readonly key: string;
  readonly source: SourceKey;
  readonly weight: number;
  readonly kle: string;
  readonly facet: string;
  readonly sensitivity: 'notConfidential' | 'confidential' | 'sensitive' | 'vip';
  readonly unit: UnitKey;
  /** `owner` is an adult who lives in a house, not in a flat. */
  readonly who: 'adult' | 'owner' | 'working' | 'elder' | 'child' | 'company';
  /** Of a child on the day of opening, youngest and oldest. */
  readonly ages?: readonly [number, number];
  readonly trades?: readonly Trade[];
  /** Days from opening to decision, shortest and longest. */
  readonly days: readonly [number, number];
  readonly titles: readonly string[];
  readonly words?: Readonly<Record<string, readonly string[]>>;
  readonly status: Readonly<Record<Phase, readonly string[]>>;
  readonly legalBasis: string;
  readonly outcomes: readonly (readonly [weight: number, outcome: Outcome])[];
  /** What the party gets where it is granted. */
  readonly benefit?: BenefitTemplate;
  readonly service?: ServiceTemplate;
  readonly documents: readonly DocumentTemplate[];
  readonly notes: readonly NoteTemplate[];
}

/** Money: each month, or once. Amounts rise from one to the next at the turn of the year. */
export interface BenefitTemplate {
  readonly name: string;
  readonly amounts: readonly (readonly [first: string, raised: string])[];
  readonly once?: true;
  readonly repayable?: true;
}

/** Help in kind. */
export interface ServiceTemplate {
  readonly kinds: readonly string[];
  readonly providers: readonly string[];
}

export interface DocumentTemplate {
  readonly phase: Phase;
  readonly type: string;
  readonly direction: 'incoming' | 'outgoing' | 'internal';
  readonly title: string;
  /** How often such a case has this document. */
  readonly share: number;
}

export interface NoteTemplate {
  readonly phase: Phase;
  readonly title: string;
  /** One sentence is drawn from each list, in order. */
  readonly text: readonly (readonly string[])[];
  readonly share: number;
}
