/**
 * The words of a note as a person reads them: RTF (1.9) and Office Open XML (ECMA-376, WordprocessingML) without their
 * markup, plain text as it is. What is no such document gives what can be read of it; nothing is refused.
 * @param format as GraphQL spells it: TEXT, RTF or OOXML
 */
export function readableText(format: string, text: string): string {
  if (format === 'RTF') return textOfRtf(text);
  return format === 'OOXML' ? textOfOoxml(text) : text;
}

/** Groups of these names hold fonts, styles, pictures and the like, which nobody reads as text. */
const UNREAD = new Set(
  'fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator info pict object objdata themedata datastore latentstyles xmlnstbl mmathPr fldinst filetbl revtbl bkmkstart bkmkend'.split(
    ' ',
  ),
);
/** Control words that part what stands before them from what stands behind. */
const PARTING = new Set('par pard line page sect tab cell row nestcell nestrow column'.split(' '));
const CHARACTERS: Readonly<Record<string, string>> = {
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  emspace: ' ',
  enspace: ' ',
};

/** Backslash: a character by its code, a control word with its number and the blank that ends it, or a sign. */
const TOKEN = /\\'([0-9a-fA-F]{2})|\\([a-zA-Z]+)(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gs;

interface RtfGroup {
  isRead: boolean;
  /** How many characters follow a Unicode one for readers who know none. */
  fallback: number;
}

function textOfRtf(rtf: string): string {
  const parts: string[] = [];
  const above: RtfGroup[] = [];
  let group: RtfGroup = { isRead: true, fallback: 1 };
  let passedOver = 0;
  const say = (text: string): void => {
    if (!group.isRead) return;
    const rest = passedOver === 0 ? text : text.slice(Math.min(passedOver, text.length));
    passedOver -= text.length - rest.length;
    parts.push(rest);
  };
  for (const [, code, word, number, sign, brace, plain] of rtf.matchAll(TOKEN)) {
    if (plain !== undefined) say(plain);
    else if (code !== undefined) say(ofCodePage(code));
    else if (brace === '{') {
      above.push(group);
      group = { ...group };
    } else if (brace === '}') {
      group = above.pop() ?? group;
      passedOver = 0;
    } else if (sign !== undefined) {
      if (sign === '*') group.isRead = false;
      else if (sign === '~') say(' ');
      else if (sign === '_') say('-');
      else if (sign === '\\' || sign === '{' || sign === '}') say(sign);
      else if (sign === '\n' || sign === '\r') say('\n');
    } else if (word !== undefined) {
      if (UNREAD.has(word)) group.isRead = false;
      else if (word === 'uc') group.fallback = Number(number ?? 1);
      else if (word === 'u') {
        say(ofUnicode(Number(number ?? 0)));
        passedOver = group.fallback;
      } else if (PARTING.has(word)) say('\n');
      else if (Object.hasOwn(CHARACTERS, word)) say(CHARACTERS[word] ?? '');
    }
  }
  return parts.join('');
}

const windows1252 = new TextDecoder('windows-1252');
const ofCodePage = (hex: string): string => windows1252.decode(Uint8Array.of(Number.parseInt(hex, 16)));
/** Written as a signed number of 16 bits; a character beyond comes as its two halves. */
const ofUnicode = (number: number): string => String.fromCharCode(((number % 65_536) + 65_536) % 65_536);

/** Text stands in `t`; a run goes on where the one before it ended, a paragraph, cell, tab or line does not. */
const XML =
  /<!\[CDATA\[(.*?)\]\]>|<!--.*?-->|<(\/?)(?:[\w.-]+:)?([\w.-]+)(?:"[^"]*"|'[^']*'|[^<>"'])*?(\/?)>|([^<]+)/gs;
const PARTING_ELEMENTS = new Set(['p', 'br', 'cr', 'tab', 'tc', 'tr']);

function textOfOoxml(xml: string): string {
  const parts: string[] = [];
  let isText = false;
  for (const [, verbatim, closing, name, empty, content] of xml.matchAll(XML)) {
    if (name === 't') isText = closing === '' && empty === '';
    else if (name !== undefined && PARTING_ELEMENTS.has(name)) parts.push('\n');
    else if (isText && verbatim !== undefined) parts.push(verbatim);
    else if (isText && content !== undefined) parts.push(withoutEntities(content));
  }
  return parts.join('');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{2,5}));/g, (whole, hex, decimal, name: string) => {
    if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? whole) : whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
