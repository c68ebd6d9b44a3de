import type { LocalDate } from '#contracts';
import { classOf, fieldsOf, numberOf, productionDateOf, type CprRecord, type RecordType } from './record-layout.js';
import { knownDay } from './register-time.js';

/** All used records of one number, in file order. */
export interface CprPerson {
  readonly line: number;
  readonly number: string;
  readonly producedOn: LocalDate;
  /** The first record of the type; most stand at most once. */
  first<T extends RecordType>(type: T): CprRecord<T> | undefined;
  all<T extends RecordType>(type: T): readonly CprRecord<T>[];
}

export type ExtractPart =
  | { readonly kind: 'person'; readonly person: CprPerson }
  | { readonly kind: 'skipped'; readonly reason: string; readonly line: number }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly line: number };

interface OpenPerson {
  readonly line: number;
  readonly number: string;
  readonly records: Map<RecordType, CprRecord[]>;
}

/**
 * Reads an extract person by person: record 001 begins one, and the records of the number follow it. Reasons never
 * hold anything of a line: every line begins with a personal number.
 */
export async function* readExtract(input: AsyncIterable<Uint8Array>): AsyncGenerator<ExtractPart> {
  let producedOn: LocalDate | undefined;
  let open: OpenPerson | undefined;
  let hasEnded = false;
  let line = 0;
  for await (const text of linesOf(input)) {
    line += 1;
    if (text.trim() === '') continue;
    const type = classOf(text);
    hasEnded = false;
    if (type === 'start') {
      if (open !== undefined) yield closed(open, producedOn);
      open = undefined;
      producedOn = knownDay(productionDateOf(text));
      if (producedOn === undefined) {
        yield { kind: 'unreadable', reason: 'the start record has no production date', line };
        return;
      }
    } else if (producedOn === undefined) {
      yield { kind: 'unreadable', reason: 'the file does not begin with a start record (000)', line };
      return;
    } else if (type === 'end') {
      hasEnded = true;
    } else if (type === 'error') {
      yield { kind: 'skipped', reason: 'the register answered with an error record (910)', line };
    } else if (type === 'unknown') {
      yield { kind: 'skipped', reason: 'the record type is not known', line };
    } else if (type === '001') {
      if (open !== undefined) yield closed(open, producedOn);
      open = { line, number: numberOf(text), records: new Map([[type, [{ line, fields: fieldsOf(type, text) }]]]) };
    } else if (type !== 'passedOver') {
      if (open?.number !== numberOf(text)) {
        yield { kind: 'skipped', reason: `record ${type} does not belong to the record 001 before it`, line };
        continue;
      }
      const records = open.records.get(type) ?? [];
      records.push({ line, fields: fieldsOf(type, text) });
      open.records.set(type, records);
    }
  }
  if (open !== undefined) yield closed(open, producedOn);
  if (line === 0) yield { kind: 'unreadable', reason: 'the file is empty', line: 1 };
  else if (!hasEnded)
    yield { kind: 'unreadable', reason: 'the file has no end record (999): its end may be missing', line };
}

function closed({ line, number, records }: OpenPerson, producedOn: LocalDate | undefined): ExtractPart {
  if (producedOn === undefined) throw new RangeError('a person was read before the start record');
  const all = <T extends RecordType>(type: T): readonly CprRecord<T>[] =>
    (records.get(type) ?? []) as unknown as readonly CprRecord<T>[];
  return { kind: 'person', person: { line, number, producedOn, all, first: (type) => all(type)[0] } };
}

/** ISO 8859-1 is a byte a character, so lines can be cut anywhere; CRLF and LF both end one. */
async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  if (rest !== '') yield rest.replace(/\r$/, '');
}
