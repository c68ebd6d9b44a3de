import type { Caller } from '#access';
import { meetsPurposeRule, type PurposeRules } from '#read-models/queries';
import type { View } from './view.js';

const NONE: PurposeRules = { mark: null, byAuthority: new Map() };

/**
 * Holds caseworkers to the purposes of their authority, as they are set when a request is answered, in every process, and
 * without a statement of its own: the rules are remembered, each statement of an answer tells by a mark which settings it
 * met, and only where that is another one than the rules', the rules are read again before the answer leaves.
 */
export class PurposeCheck {
  private known: PurposeRules | undefined;

  constructor(private readonly read: () => Promise<PurposeRules>) {}

  /** The rules to begin with; nobody is refused by rules that may be old. */
  async rulesFor({ groups }: Caller, purpose: string | null): Promise<PurposeRules> {
    const authorities = groups.filter(({ role }) => role === 'caseworker').map(({ authority }) => authority);
    if (authorities.length === 0) return NONE;
    const { known } = this;
    if (known !== undefined && authorities.every((authority) => meetsPurposeRule(known, authority, purpose)))
      return known;
    return this.refresh();
  }

  /** Whether the purpose still does, by the settings under which the answer was read. */
  async stillDoes(view: View): Promise<boolean> {
    if (view.mark !== undefined && view.mark === this.known?.mark) return view.meets(this.known);
    return view.meets(await this.refresh());
  }

  private async refresh(): Promise<PurposeRules> {
    this.known = await this.read();
    return this.known;
  }
}
