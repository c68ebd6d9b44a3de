import { SealKey, parseVerifierKeys, verifierKeyText } from './seal-key.js';
import { notesOf, openCheckpoint, signCheckpoint } from './checkpoint.js';
import { parseNote, signerOf, signNote } from './signed-note.js';

/** The example of Go's golang.org/x/mod/sumdb/note, whose format C2SP signed-note writes down. */
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

const key = new SealKey(Buffer.alloc(32, 3));
const origin = 'overblik/x/events';
const verifier = key.verifier(origin);
const checkpoint = { origin, size: 5, root: Buffer.alloc(32, 9) };
const note = signCheckpoint(checkpoint, key);

describe('a signed note', () => {
  it('of another program is understood, and its key', () => {
    const keys = parseVerifierKeys(GO_KEY);
    expect(signerOf(parseNote(GO_NOTE), keys)).toEqual(keys[0]);
    expect(keys.map(verifierKeyText)).toEqual([GO_KEY]);
    expect(signerOf(parseNote(GO_NOTE.replace('answer', 'Answer')), keys)).toBeUndefined();
  });

  it('may carry signatures of others, but none that claims to be of a known key and is not', () => {
    const other = new SealKey(Buffer.alloc(32, 4));
    const [, theirs = ''] = signNote('text\n', 'other', other).split('\n\n');
    expect(signerOf(parseNote(signNote('text\n', origin, key) + theirs), [verifier])).toEqual(verifier);
    const [, wrong = ''] = signNote('another text\n', 'other', other).split('\n\n');
    expect(
      signerOf(parseNote(signNote('text\n', origin, key) + wrong), [verifier, other.verifier('other')]),
    ).toBeUndefined();
  });

  it('is none without its last newline, with other control characters, or with another form of base64', () => {
    const made = signNote('text\n', origin, key);
    const bent = [
      made.trimEnd(),
      made.replace('text', 'te\u0007xt'),
      made.replace('=\n', '\n'),
      made.replace('\n\n', '\n'),
      '',
    ];
    for (const text of bent) expect(() => parseNote(text)).toThrow('not a signed note');
  });
});

describe('a checkpoint', () => {
  it('says what was signed, to those who have the key under its name', () => {
    expect(openCheckpoint(note, [verifier])).toEqual(checkpoint);
    expect(() => openCheckpoint(note, [key.verifier('overblik/x/access_log')])).toThrow('not signed');
    expect(() => openCheckpoint(note, [])).toThrow('not signed');
  });

  it('is none with a size or a root that is not written as the format has it', () => {
    const texts = [
      `${origin}\n05\n${'A'.repeat(43)}=\n`,
      `${origin}\n5\nAAAA\n`,
      `\n5\n${'A'.repeat(43)}=\n`,
      `${origin}\n5\n`,
    ];
    for (const text of texts) {
      expect(() => openCheckpoint(signNote(text, origin, key), [verifier])).toThrow('not a checkpoint');
    }
  });

  it('is found among others in a file, and an unfinished one at its end is told apart', () => {
    const file = `${note}\n${note}\n`;
    expect(notesOf(file)).toEqual({
      notes: [
        { note, line: 1 },
        { note, line: 7 },
      ],
      rest: '',
    });
    expect(notesOf(file.slice(0, -1)).notes).toHaveLength(2);
    expect(notesOf(file + note.slice(0, 30))).toMatchObject({ notes: [{ note }, { note }], rest: note.slice(0, 30) });
    expect(notesOf('')).toEqual({ notes: [], rest: '' });
  });
});
