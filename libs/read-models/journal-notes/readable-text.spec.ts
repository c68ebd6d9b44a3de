import { readableText } from './readable-text.js';

describe('the words of a note that a person reads', () => {
  it('are all of a plain text, whatever it looks like', () => {
    expect(readableText('TEXT', '{\\b fed} <w:t>')).toBe('{\\b fed} <w:t>');
  });

  it('are those of an RTF without its markup', () => {
    const rtf = String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Calibri;}}{\*\generator Word;}{\info{\author Hemmelig}}
\f0\fs22 S\'f8ren \b ringede\b0  om \u229?stedet\par Bo\-lig\~st\'f8tte \{1\}}`;
    expect(readableText('RTF', rtf)).toBe('Søren ringede om åstedet\nBolig støtte {1}');
  });

  it('are whole in an RTF where a character has several stand-ins, or two halves', () => {
    expect(readableText('RTF', String.raw`{\rtf1\uc2 \u230aeble \u-10179?\'3f\u-8704??}`)).toBe('æble 😀');
  });

  it('go on after the end of an unread group and of a group too many', () => {
    expect(readableText('RTF', String.raw`{\rtf1{\pict 0102}igen}}og igen`)).toBe('igenog igen');
  });

  it('are those of an Office Open XML: runs joined, paragraphs parted, instructions and deleted text left out', () => {
    const xml =
      '<w:document xmlns:w="urn:w"><w:body><w:p w:rsid="1>0"><w:r><w:t>Bo</w:t></w:r><w:r><w:t xml:space="preserve">rger ringede</w:t></w:r></w:p>' +
      '<w:p><w:r><w:t>Ja &amp; nej &#229;&#xE5;</w:t><w:tab/><w:t>x</w:t><w:instrText>HYPERLINK</w:instrText><w:delText>slettet</w:delText></w:r></w:p></w:body></w:document>';
    expect(readableText('OOXML', xml).trim().split(/\n+/)).toEqual(['Borger ringede', 'Ja & nej åå', 'x']);
  });

  it.each([
    ['RTF', '{\\rtf1 ' + '{\\*'.repeat(20_000)],
    ['RTF', '\\'.repeat(100_000)],
    ['OOXML', '<w:t '.repeat(20_000)],
    ['OOXML', `<w:t ${'"'.repeat(100_000)}`],
    ['OOXML', '<!['.repeat(30_000)],
    ['OOXML', '&'.repeat(100_000)],
  ])('are found at once, whatever is sent as %s', (format, text) => {
    expect(readableText(format, text).length).toBeLessThanOrEqual(text.length);
  });
});
