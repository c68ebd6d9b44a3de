import { startOfDay } from '#contracts';
import type { CprPerson } from './extract-reader.js';
import { startOf, type Fact } from './facts.js';
import { knownDay } from './register-time.js';

const NAME_AND_ADDRESS = '0001';

/**
 * Name and address protection (004, type 0001). Types 0002 local directory, 0003 marketing and 0004 research hide
 * nobody. The deletion date is when the register takes the entry away; `until` includes it, so we hide that day too.
 *
 * An extract is the whole of what the register says on the day, so a person with an address and without the
 * protection has none: an earlier extract may have set one, and (extracts carry no deletion dates since 2022)
 * nothing else would ever lift it. Where addresses (002) are delivered, protections are too.
 */
export function protectionOf(person: CprPerson): Fact[] {
  const protections = person.all('004').filter(({ fields }) => fields.protection === NAME_AND_ADDRESS);
  const set = protections.map(({ fields, line }): Fact => {
    const until = knownDay(fields.deletedOn);
    const data = { kind: 'nameAndAddress', ...(until === undefined ? {} : { until }) } as const;
    return { name: 'party.protection-set', data, line, rank: 'current', from: startOf(fields.from, person) };
  });
  const address = person.first('002');
  if (set.length > 0 || address === undefined) return set;
  const from = startOfDay(person.producedOn);
  return [
    { name: 'party.protection-lapsed', data: { kind: 'nameAndAddress' }, line: address.line, rank: 'current', from },
  ];
}
