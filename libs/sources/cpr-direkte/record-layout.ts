/**
 * The records of CPR Direkte from which events are made, and in each the fields that are used: first position
 * (from 1) and length. Trailing blanks are trimmed in the extracts, so a record may end anywhere.
 */
const layouts = {
  '001': {
    currentNumber: [14, 10],
    status: [24, 2],
    statusFrom: [26, 12],
    birthDate: [40, 10],
    numberFrom: [51, 10],
    numberTo: [62, 10],
  },
  '002': {
    municipality: [14, 4],
    street: [18, 4],
    house: [22, 4],
    floor: [26, 2],
    door: [28, 4],
    careOf: [36, 34],
    movedIn: [70, 12],
    supplement1: [117, 34],
    supplement2: [151, 34],
    supplement3: [185, 34],
    supplement4: [219, 34],
    supplement5: [253, 34],
  },
  '003': {
    careOf: [48, 34],
    locality: [82, 34],
    streetAddress: [116, 34],
    town: [150, 34],
    postalCode: [184, 4],
    postalDistrict: [188, 20],
    municipality: [208, 4],
  },
  '004': { protection: [14, 4], from: [18, 10], deletedOn: [28, 10] },
  '005': {
    country: [14, 4],
    leftOn: [18, 12],
    line1: [31, 34],
    line2: [65, 34],
    line3: [99, 34],
    line4: [133, 34],
    line5: [167, 34],
  },
  '008': { first: [14, 50], middle: [65, 40], last: [106, 40], from: [147, 12] },
  '012': { civilStatus: [14, 1], spouse: [15, 10], spouseName: [36, 34], from: [71, 12] },
  '014': { child: [14, 10] },
  '015': {
    motherFrom: [14, 10],
    mother: [25, 10],
    motherName: [46, 34],
    fatherFrom: [81, 10],
    father: [92, 10],
    fatherName: [113, 34],
  },
  '016': { relation: [14, 4], from: [18, 10], deletedOn: [29, 10], holder: [39, 10], holderFrom: [49, 10] },
  '017': { from: [14, 10], deletedOn: [25, 10], guardian: [39, 10], guardianFrom: [49, 10], guardianName: [59, 34] },
  '022': { oldNumber: [14, 10], from: [24, 10], to: [35, 10] },
  '023': {
    correction: [14, 1],
    municipality: [15, 4],
    street: [19, 4],
    house: [23, 4],
    floor: [27, 2],
    door: [29, 4],
    careOf: [37, 34],
    from: [71, 12],
    to: [84, 12],
  },
  '024': {
    correction: [14, 1],
    country: [15, 4],
    leftOn: [19, 12],
    cameBackOn: [36, 12],
    line1: [49, 34],
    line2: [83, 34],
    line3: [117, 34],
    line4: [151, 34],
    line5: [185, 34],
  },
  '026': { correction: [14, 1], first: [15, 50], middle: [66, 40], last: [107, 40], from: [148, 12], to: [161, 12] },
  '029': {
    correction: [14, 1],
    civilStatus: [15, 1],
    spouse: [16, 10],
    spouseName: [37, 34],
    from: [72, 12],
    to: [85, 12],
  },
} as const satisfies Record<string, Record<string, readonly [position: number, length: number]>>;

/** Records that are known and tell nothing that our contract carries: citizenship, church, birthplace, notes, election … */
const PASSED_OVER = new Set([
  ...[
    '006',
    '007',
    '009',
    '010',
    '011',
    '013',
    '018',
    '019',
    '020',
    '021',
    '025',
    '027',
    '028',
    '030',
    '031',
    '032',
    '033',
  ],
  ...['099', '997'],
]);

export type RecordType = keyof typeof layouts;

/** The fields of a record by name, without the blanks around them. */
export type FieldsOf<T extends RecordType> = { readonly [F in keyof (typeof layouts)[T]]: string };

/** One record of an extract, with the line on which it stands. */
export type CprRecord<T extends RecordType = RecordType> = { readonly line: number; readonly fields: FieldsOf<T> };

/** What the first three characters of a line say of it. */
export type RecordClass = RecordType | 'start' | 'end' | 'error' | 'passedOver' | 'unknown';

/** How a line is to be taken. */
export function classOf(text: string): RecordClass {
  const type = text.slice(0, 3);
  if (isUsed(type)) return type;
  if (type === '000') return 'start';
  if (type === '999') return 'end';
  if (type === '910') return 'error';
  return PASSED_OVER.has(type) ? 'passedOver' : 'unknown';
}

/** The personal number to which a record belongs. */
export function numberOf(text: string): string {
  return text.slice(3, 13);
}

/** Production date of the start record, yyyyMMdd. */
export function productionDateOf(text: string): string {
  return text.slice(19, 27);
}

/** Cuts a line into its fields. */
export function fieldsOf<T extends RecordType>(type: T, text: string): FieldsOf<T> {
  const layout: Record<string, readonly [number, number]> = layouts[type];
  const fields = Object.entries(layout).map(([name, [position, length]]) => [
    name,
    text.slice(position - 1, position - 1 + length).trim(),
  ]);
  return Object.fromEntries(fields) as FieldsOf<T>;
}

function isUsed(type: string): type is RecordType {
  return Object.hasOwn(layouts, type);
}
