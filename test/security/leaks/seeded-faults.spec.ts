import type { PlainCaller } from './callers.js';
import { faultyStores, replaced } from './faulty-stores.js';
import { differences } from './looking.js';
import { openPlace, type Place } from './place.js';
import type { Municipality } from './plain-world.js';
import { publishOneWorld } from './published.js';
import { SEEDED_FAULTS, type Ground, type SeededFault, type Statement } from './seeded-faults.js';

/* The property of every-list.spec.ts sees each fault that is put in between the product and its database or tokens. */

let place: Place;
/** What stands between the product and its database now, and how many statements it has changed. */
let seeded: { readonly fault: SeededFault; changed: number };
let municipality: Municipality;
let callers: readonly PlainCaller[];
let numbers: Readonly<Record<string, string>>;
beforeAll(async () => {
  place = await openPlace((stores) => faultyStores(stores, noted));
  const published = await publishOneWorld(place.house, { callers: 150, cases: 30 });
  [municipality] = published.world.municipalities;
  ({ callers } = published.world);
  ({ numbers } = published);
}, 60_000);
afterAll(() => place.close());

const isGrounds = (value: unknown): value is string => typeof value === 'string' && value.startsWith('[{"kle":');

/** The statement with the fault of the moment in it. */
function noted(told: Statement): Statement {
  const made = edited(told, seeded.fault);
  if (JSON.stringify(made) !== JSON.stringify(told)) seeded.changed++;
  return made;
}

function edited({ text, values }: Statement, { statement = [], grounds, rule }: SeededFault): Statement {
  const becomes = statement.reduce(replaced, text);
  return {
    text: rule === undefined ? becomes : becomes.replaceAll('overblik.group_sees_case(', 'public.faulty_sees_case('),
    values:
      grounds === undefined ? values : values.map((value) => (isGrounds(value) ? withGrounds(value, grounds) : value)),
  };
}

const withGrounds = (text: string, change: NonNullable<SeededFault['grounds']>): string =>
  JSON.stringify(change(JSON.parse(text) as Ground[], municipality));

/** Puts a rule with the fault in it beside the product's own. */
async function seedRule([text, becomes]: NonNullable<SeededFault['rule']>): Promise<void> {
  const { rows } = await place.house.stores.pool.query<{ rule: string }>(
    `select pg_get_functiondef(p.oid) as rule from pg_proc p where p.proname = 'group_sees_case'`,
  );
  const rule = rows[0]?.rule ?? '';
  if (rule.split(text).length !== 2) throw new Error(`the rule does not have the text once: ${text}`);
  await place.house.stores.pool.query(
    rule.replace('overblik.group_sees_case', 'public.faulty_sees_case').replace(text, () => becomes),
  );
}

/** The first differences that any of the callers meets under the fault; none: the property holds. */
async function foundUnder(fault: SeededFault, asking: readonly PlainCaller[] = callers): Promise<readonly string[]> {
  if (fault.rule !== undefined) await seedRule(fault.rule);
  seeded = { fault, changed: 0 };
  const headers = { 'x-authority': numbers[municipality.letter] ?? '' };
  for (const caller of asking) {
    const read = fault.misread?.(caller, municipality) ?? caller;
    // Who is read as he is meets nothing.
    if (fault.misread !== undefined && JSON.stringify(read) === JSON.stringify(caller)) continue;
    const token = await place.tokens.tokenOf(read, numbers);
    const look = { municipality, caller, isThorough: false };
    const wrong = await differences(look, (query) => place.server.ask(query, { token, headers }));
    if (wrong.length > 0) return wrong;
  }
  if ((fault.statement ?? fault.rule ?? fault.grounds) !== undefined && seeded.changed === 0)
    throw new Error('the fault was not put in');
  return [];
}

it('holds where nothing is seeded', async () => {
  expect(await foundUnder({ name: 'nothing' }, callers.slice(0, 12))).toEqual([]);
}, 60_000);

it.each(SEEDED_FAULTS.map((fault) => [fault.name, fault] as const))(
  'fails where %s',
  async (_name, fault) => {
    expect(await foundUnder(fault)).not.toEqual([]);
  },
  60_000,
);
