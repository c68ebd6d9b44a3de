import type { DataOf } from '#contracts';
import type { CprPerson } from './extract-reader.js';
import { hasApplied, startOf, type Fact } from './facts.js';
import { knownEnd } from './register-time.js';

type Address = DataOf<'party.address-changed'>;
type Codes = { municipality: string; street: string; house: string; floor: string; door: string; careOf: string };

/** Where the person lives and has lived: in Denmark (002 with 003, 023) and abroad (005, 024). */
export function addressesOf(person: CprPerson): Fact[] {
  return [
    ...currentAddress(person),
    ...foreignAddress(person),
    ...pastAddresses(person),
    ...pastForeignAddresses(person),
  ];
}

function currentAddress(person: CprPerson): Fact[] {
  const codes = person.first('002');
  const written = person.first('003');
  const data = written === undefined ? undefined : writtenAddress(person);
  const address = data ?? (codes === undefined ? undefined : codedAddress(codes.fields));
  if (address === undefined) return [];
  const line = (data === undefined ? codes?.line : written?.line) ?? person.line;
  const from = codes === undefined ? undefined : startOf(codes.fields.movedIn, person);
  return [{ name: 'party.address-changed', data: address, line, rank: 'current', from }];
}

/** As a letter bears it: street, place, town, and the supplementary lines with which some addresses are found. */
function writtenAddress(person: CprPerson): Address | undefined {
  const text = person.first('003')?.fields;
  if (text === undefined || text.streetAddress === '') return undefined;
  const more = person.first('002')?.fields;
  const supplement = [more?.supplement1, more?.supplement2, more?.supplement3, more?.supplement4, more?.supplement5];
  const lines = [text.streetAddress, text.locality, text.town, ...supplement].flatMap((each) => present(each) ?? []);
  return {
    lines: lines.map((each) => each.replace(/\s+/g, ' ')),
    ...(isZero(text.postalCode) ? {} : { postalCode: text.postalCode }),
    ...optional('city', text.postalDistrict),
    ...municipality(text.municipality),
    ...careOf(text.careOf),
  };
}

function pastAddresses(person: CprPerson): Fact[] {
  return person.all('023').flatMap(({ line, fields }): Fact[] => {
    const data = codedAddress(fields);
    if (data === undefined || !hasApplied(fields.correction)) return [];
    const period = { from: startOf(fields.from, person), to: knownEnd(fields.to) };
    return [{ name: 'party.address-changed', data, line, rank: 'past', ...period }];
  });
}

/** The register keeps no street names of past addresses, only codes, and a guess at the name would be ours, not its. */
function codedAddress(codes: Codes): Address | undefined {
  if (isZero(codes.municipality) || isZero(codes.street)) return undefined;
  const floor = withoutZeros(codes.floor);
  const rooms = [floor === '' ? '' : `${floor}.`, withoutZeros(codes.door)].filter((part) => part !== '');
  const house = withoutZeros(codes.house);
  const street = house === '' ? `Vejkode ${codes.street}` : `Vejkode ${codes.street} nr. ${house}`;
  return {
    lines: [rooms.length === 0 ? street : `${street}, ${rooms.join(' ')}`],
    ...municipality(codes.municipality),
    ...careOf(codes.careOf),
  };
}

function foreignAddress(person: CprPerson): Fact[] {
  return person.all('005').map(({ line, fields }): Fact => {
    const written = linesOf(fields);
    // The code list of countries is not ours to ship; that the person has left must show all the same.
    const lines = written.length > 0 ? written : [`Udlandet (landekode ${fields.country})`];
    const from = startOf(fields.leftOn, person);
    return { name: 'party.address-changed', data: { lines }, line, rank: 'current', from };
  });
}

/** An entry that only tells when somebody came into the country has no address, or one from before that moment. */
function pastForeignAddresses(person: CprPerson): Fact[] {
  return person.all('024').flatMap(({ line, fields }): Fact[] => {
    const lines = linesOf(fields);
    if (lines.length === 0 || !hasApplied(fields.correction)) return [];
    const period = { from: startOf(fields.leftOn, person), to: knownEnd(fields.cameBackOn) };
    return [{ name: 'party.address-changed', data: { lines }, line, rank: 'past', ...period }];
  });
}

function linesOf(fields: { line1: string; line2: string; line3: string; line4: string; line5: string }): string[] {
  return [fields.line1, fields.line2, fields.line3, fields.line4, fields.line5].filter((each) => each !== '');
}

function municipality(code: string): Pick<Address, 'municipalityCode'> {
  return isZero(code) ? {} : { municipalityCode: code };
}

function careOf(text: string): Pick<Address, 'coName'> {
  return optional('coName', text.replace(/^c\/o\s+/i, ''));
}

function optional<K extends 'city' | 'coName'>(name: K, value: string): { [P in K]?: string } {
  return value === '' ? {} : ({ [name]: value } as { [P in K]?: string });
}

function present(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}

function withoutZeros(text: string): string {
  return text.trim().replace(/^0+/, '');
}

function isZero(code: string): boolean {
  return /^0*$/.test(code);
}
