import { countedAs, type Caller } from '#access';
import { Refusal } from '../engine/refusal.js';

/** What is open at most: a screen shows a view or a few, and a caseworker has a few screens. */
export interface MostOpen {
  readonly connections: number;
  /** Connections from one address on which nobody has said yet who he is: a stranger must not hold all places. */
  readonly strangers: number;
  /** Views, over all connections. */
  readonly views: number;
  readonly ofConnection: number;
  readonly ofUser: number;
}

export const mostOpen: MostOpen = { connections: 1_000, strangers: 100, views: 5_000, ofConnection: 20, ofUser: 50 };

/** Counts the views that are open in this process, and takes no more than are allowed. */
export class OpenViews {
  private readonly byUser = new Map<string, number>();
  private all = 0;

  constructor(private readonly most: Omit<MostOpen, 'connections' | 'strangers'> = mostOpen) {}

  get total(): number {
    return this.all;
  }

  /** Counts one more view of the caller until what is returned is called. Refuses one too many. */
  open(caller: Caller, onConnection: number): () => void {
    const user = countedAs(caller);
    const ofUser = this.byUser.get(user) ?? 0;
    if (onConnection >= this.most.ofConnection) throw tooMany(`${this.most.ofConnection} on a connection`);
    if (ofUser >= this.most.ofUser) throw tooMany(`${this.most.ofUser} of a user`);
    if (this.all >= this.most.views) throw tooMany(`${this.most.views} in all`);
    this.all += 1;
    this.byUser.set(user, ofUser + 1);
    return () => {
      this.all -= 1;
      const left = (this.byUser.get(user) ?? 1) - 1;
      if (left > 0) this.byUser.set(user, left);
      else this.byUser.delete(user);
    };
  }
}

function tooMany(which: string): Refusal {
  return new Refusal('TOO_MANY_REQUESTS', `More subscriptions are open than may be: at most ${which}.`);
}
