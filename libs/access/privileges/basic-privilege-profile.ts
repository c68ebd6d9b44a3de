import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { StatedConstraint, StatedPrivilege } from './stated-privilege.js';

const profileNamespaces: ReadonlySet<string> = new Set([
  'http://itst.dk/oiosaml/basic_privilege_profile',
  'http://digst.dk/oiosaml/basic_privilege_profile',
]);
const attributeNamespaces: ReadonlySet<string> = new Set([
  '',
  'http://www.w3.org/2000/xmlns/',
  'http://www.w3.org/2001/XMLSchema-instance',
]);

/** Which element may stand where; the root's own name is checked on its own. */
const parents: ReadonlyMap<string, string> = new Map([
  ['PrivilegeList', ''],
  ['PrivilegeGroup', 'PrivilegeList'],
  ['Privilege', 'PrivilegeGroup'],
  ['Constraint', 'PrivilegeGroup'],
]);

interface GroupInProgress {
  readonly scope: string | null;
  readonly privileges: string[];
  readonly constraints: StatedConstraint[];
}

/** A document that is no OIO Basic Privilege Profile. The message carries nothing of the document. */
class NotAProfile extends Error {
  override readonly name = 'NotAProfile';
}

/**
 * The privileges of an OIO Basic Privilege Profile document. Undefined for whatever is not exactly that: not well-formed,
 * a DOCTYPE (so no entities but XML's own five), another namespace, another element. To skip what we do not know would
 * be to guess at rights.
 */
export function readPrivilegeProfile(xml: string): readonly StatedPrivilege[] | undefined {
  const reader = new ProfileReader();
  try {
    return reader.read(xml);
  } catch (error) {
    if (error instanceof NotAProfile) return undefined;
    throw error;
  }
}

class ProfileReader {
  private readonly parser = new SaxesParser({ xmlns: true });
  private readonly path: string[] = [];
  private readonly stated: StatedPrivilege[] = [];
  private group: GroupInProgress | undefined;
  private constraintName = '';
  private text = '';

  constructor() {
    this.parser.on('error', refuse);
    this.parser.on('doctype', refuse);
    this.parser.on('opentag', (tag) => this.open(tag));
    this.parser.on('text', (text) => this.addText(text));
    this.parser.on('cdata', (text) => this.addText(text));
    this.parser.on('closetag', (tag) => this.close(tag.local));
  }

  read(xml: string): readonly StatedPrivilege[] {
    this.parser.write(xml).close();
    return this.stated;
  }

  private open(tag: SaxesTagNS): void {
    const parent = this.path.at(-1) ?? '';
    const isNamespaceKnown = profileNamespaces.has(tag.uri) || (tag.uri === '' && parent !== '');
    if (!isNamespaceKnown || parents.get(tag.local) !== parent) refuse();
    for (const attribute of Object.values(tag.attributes)) {
      if (!attributeNamespaces.has(attribute.uri)) refuse();
    }
    this.path.push(tag.local);
    this.text = '';
    if (tag.local === 'PrivilegeGroup') {
      this.group = { scope: tag.attributes['Scope']?.value.trim() ?? null, privileges: [], constraints: [] };
    }
    if (tag.local === 'Constraint') this.constraintName = tag.attributes['Name']?.value.trim() ?? '';
  }

  private addText(text: string): void {
    const element = this.path.at(-1);
    if (element === 'Privilege' || element === 'Constraint') this.text += text;
    else if (text.trim() !== '') refuse();
  }

  private close(element: string): void {
    this.path.pop();
    if (this.group === undefined) return;
    if (element === 'Privilege') this.group.privileges.push(this.text.trim());
    if (element === 'Constraint') this.group.constraints.push({ uri: this.constraintName, value: this.text });
    if (element === 'PrivilegeGroup') {
      const { scope, privileges, constraints } = this.group;
      for (const privilege of privileges) this.stated.push({ scope, privilege, constraints });
      this.group = undefined;
    }
  }
}

function refuse(): never {
  throw new NotAProfile('not an OIO Basic Privilege Profile');
}
