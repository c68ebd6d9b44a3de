/** Where a text stops being JSON, counted from 1; columns in UTF-16 code units. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds the first character at which a text is not JSON (RFC 8259). Only for texts that `JSON.parse` refused: its own
 * message gives no place in Node 20, and quotes the text, which is about people.
 */
export function findJsonFault(text: string): JsonFault {
  const offset = new Scanner(text).faultOffset();
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Keeps the open brackets in a list of its own, so that no depth overflows the stack. */
class Scanner {
  private at = 0;
  private expected: Expected = 'value';
  private readonly open: ('{' | '[')[] = [];

  constructor(private readonly text: string) {}

  faultOffset(): number {
    for (;;) {
      this.skipBlanks();
      if (this.at >= this.text.length || !this.step()) return this.at;
    }
  }

  /** Reads one token; false where it is not what may stand here. */
  private step(): boolean {
    const character = this.text[this.at] ?? '';
    switch (this.expected) {
      case 'nothing':
        return false;
      case 'colon':
        return character === ':' && this.take('value');
      case 'comma-or-end':
        if (character === ',') return this.take(this.open.at(-1) === '{' ? 'key' : 'value');
        return this.close(character);
      case 'key-or-end':
        return character === '}' ? this.close(character) : this.readString('colon');
      case 'key':
        return this.readString('colon');
      case 'value-or-end':
        return character === ']' ? this.close(character) : this.readValue(character);
      case 'value':
        return this.readValue(character);
    }
  }

  private readValue(character: string): boolean {
    if (character === '{' || character === '[') {
      this.open.push(character);
      return this.take(character === '{' ? 'key-or-end' : 'value-or-end');
    }
    if (character === '"') return this.readString(this.afterValue());
    return (this.skip(NUMBER) || this.skip(LITERAL)) && this.expect(this.afterValue());
  }

  private readString(then: Expected): boolean {
    if (this.text[this.at] !== '"') return false;
    this.at++;
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 34) return this.take(then);
      if (code < 32) return false;
      if (code === 92) {
        if (!this.skip(ESCAPE)) return false;
        this.at--;
      }
    }
    return false;
  }

  private close(character: string): boolean {
    const opened = this.open.at(-1);
    if ((opened !== '{' || character !== '}') && (opened !== '[' || character !== ']')) return false;
    this.open.pop();
    return this.take(this.afterValue());
  }

  private afterValue(): Expected {
    return this.open.length === 0 ? 'nothing' : 'comma-or-end';
  }

  private take(then: Expected): boolean {
    this.at++;
    return this.expect(then);
  }

  private expect(next: Expected): boolean {
    this.expected = next;
    return true;
  }

  /** Eight megabytes may hold four million tokens: no expression is asked where a look at one character will do. */
  private skipBlanks(): void {
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
    }
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const isFound = pattern.test(this.text);
    if (isFound) this.at = pattern.lastIndex;
    return isFound;
  }
}
