import type { Instant } from '#contracts';
import type { PartyKey } from '#read-models/queries';
import { openHouse, type House, type Moment, type View } from './house.js';

/** Tells a house of one authority event by event, each registered a day after the one before it. */
export interface Teller {
  readonly authority: string;
  /** Resolves with the position of the event, when it is visible; `more` are attributes of the envelope. */
  tell(type: string, subject: string, data: object, more?: object): Promise<number>;
  /** When what lies at the position had been recorded, and nothing after it. */
  knownWhen(position: number): Promise<Moment>;
}

/** Speaks for the source unless `more` says otherwise. The first event is registered on 1 January 2024. */
export function createTeller(house: House, authority: string, source: string): Teller {
  let told = 0;
  return {
    authority,
    async tell(type, subject, data, more = {}) {
      const day = String(++told).padStart(2, '0');
      const [receipt] = await house.publish([
        {
          specversion: '1.0',
          id: `e${day}`,
          source,
          type: `dk.overblik.${type}.v1`,
          subject: `${type.split('.')[0] ?? ''}/${subject}`,
          time: `2024-01-${day}T00:00:00Z`,
          authority,
          data,
          ...more,
        },
      ]);
      if (receipt?.status !== 'accepted') throw new Error(`${type}: ${JSON.stringify(receipt)}`);
      await house.settle();
      return Number(receipt.position);
    },
    async knownWhen(position) {
      const recorded: Instant | undefined = (await house.recordedTimes()).get(position);
      return { asKnownAt: recorded };
    },
  };
}

/** A house and its teller, of the test that runs now. */
export interface Telling extends Pick<Teller, 'tell' | 'knownWhen'> {
  readonly house: House;
  readonly authority: string;
  case(id: string, moment?: Moment): Promise<View | null>;
  party(key: PartyKey, moment?: Moment): Promise<View | null>;
}

/** For the tests of the file: one house, in which every test is an authority of its own, so that they share nothing else. */
export function tellInOneHouse(nextAuthority: () => string, source: string): Telling {
  let house: House;
  let teller: Teller;
  beforeAll(async () => {
    house = await openHouse();
  }, 120_000);
  beforeEach(() => {
    teller = createTeller(house, nextAuthority(), source);
  });
  afterAll(() => house.close());
  return {
    get house() {
      return house;
    },
    get authority() {
      return teller.authority;
    },
    tell: (...event) => teller.tell(...event),
    knownWhen: (position) => teller.knownWhen(position),
    case: (id, moment) => house.case(id, { authority: teller.authority }, moment),
    party: (key, moment) => house.party(key, { authority: teller.authority }, moment),
  };
}
