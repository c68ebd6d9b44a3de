import type { AssertionRow, Projection, RecordedEvent } from '#projection-engine';

/** A projection whose handlers throw when they are told to. */
export interface FailingProjection {
  /** From now on the handler throws for such events, half-way: it has written into the row it was given by then. */
  failFor(isFailing: (event: RecordedEvent) => boolean): void;
  /** The fault is mended. */
  mend(): void;
}

/** What a handler of these tests throws; the message holds what must not be told anywhere. */
export class HandlerBroken extends Error {
  readonly code = 'HANDLER_BROKEN';
  constructor() {
    super('Karla Eksempel 610180-0001');
  }
}

/** Breaks the product's own projection, as a faulty version of the program would be broken. */
export function failing<Row extends AssertionRow>(projection: Projection<Row>): FailingProjection {
  const sound = projection.apply;
  const broken = projection as { apply: Projection<Row>['apply'] };
  return {
    failFor(isFailing) {
      broken.apply = (row, event) => {
        const after = sound.call(projection, row, event);
        if (!isFailing(event)) return after;
        after.attributes['half-folded'] = [[0, true]];
        throw new HandlerBroken();
      };
    },
    mend: () => void (broken.apply = sound),
  };
}
