import { readFile } from 'node:fs/promises';
import { Command, CommandRunner, Option } from 'nest-commander';
import { createDevelopmentIssuer, type DevelopmentIssuer, type TokenRequest } from '#access';
import type { Configuration } from '#runtime';
import { Failure } from '../output/failure.js';
import { surroundings } from '../session/session.js';
import { firstLineOfStdin } from '../session/stdin-line.js';

interface TokenFlags {
  authority?: string;
  role?: string[];
  kle?: string[];
  sensitivity?: string;
  unit?: string[];
  source?: string[];
  viewClass?: string[];
  user?: string;
  name?: string;
  memberOf?: string;
  cpr?: string;
  privileges?: string;
  expiresIn?: string;
}

/** The development issuer of the data folder; refuses where nobody would believe its tokens. */
export async function issuerOf({ tokens }: Configuration): Promise<DevelopmentIssuer> {
  if (tokens.oidcIssuer !== undefined && !tokens.production)
    throw new Failure('OIDC_ISSUER names the issuer of tokens: no others are taken, and none is minted here');
  return createDevelopmentIssuer(tokens);
}

@Command({ name: 'token', description: 'mint a token of the development issuer; it alone is the last line on stdout' })
export class TokenCommand extends CommandRunner {
  override async run(_: string[], flags: TokenFlags): Promise<void> {
    const issuer = await issuerOf(surroundings().configuration);
    process.stdout.write(`${await issuer.mint(await requestOf(flags))}\n`);
  }

  @Option({ flags: '--authority <cvr>', description: 'CVR number of the municipality' })
  authority(text: string): string {
    return text;
  }

  @Option({ flags: '--role <role>', description: 'caseworker, auditor, operator, source, …; may be repeated' })
  role(text: string, before: string[] = []): string[] {
    return [...before, text];
  }

  @Option({ flags: '--kle <subjects>', description: 'KLE subjects, such as 27.*,32.18.04 (default *)' })
  kle(text: string, before: string[] = []): string[] {
    return [...before, text];
  }

  @Option({
    flags: '--sensitivity <level>',
    description: 'up to and including: notConfidential, confidential, sensitive or vip (default vip)',
  })
  sensitivity(text: string): string {
    return text;
  }

  @Option({ flags: '--unit <id>', description: 'organisational unit of the cases; may be repeated' })
  unit(text: string, before: string[] = []): string[] {
    return [...before, text];
  }

  @Option({ flags: '--source <uri>', description: 'source system; may be repeated' })
  source(text: string, before: string[] = []): string[] {
    return [...before, text];
  }

  @Option({ flags: '--view-class <name>', description: 'view class of cases to open; may be repeated' })
  viewClass(text: string, before: string[] = []): string[] {
    return [...before, text];
  }

  @Option({ flags: '--user <id>', description: 'the user, as every log names him (default development)' })
  user(text: string): string {
    return text;
  }

  @Option({ flags: '--name <name>', description: 'name of the user' })
  userName(text: string): string {
    return text;
  }

  @Option({ flags: '--member-of <unit>', description: 'the user’s own unit' })
  memberOf(text: string): string {
    return text;
  }

  @Option({ flags: '--cpr <number>', description: 'the user’s own CPR number; - reads it from stdin' })
  cpr(text: string): string {
    return text;
  }

  @Option({
    flags: '--privileges <file>',
    description: 'JSON or OIO BPP XML, put in unchecked in place of role and constraints',
  })
  privileges(path: string): string {
    return path;
  }

  @Option({
    flags: '--expires-in <duration>',
    description: 'ISO 8601 (default PT8H); with a minus in front it has expired',
  })
  expiresIn(text: string): string {
    return text;
  }
}

async function requestOf(flags: TokenFlags): Promise<TokenRequest> {
  const { authority, role: roles, kle, sensitivity, unit: units, source: sources, viewClass: viewClasses } = flags;
  const cpr = flags.cpr === '-' ? await firstLineOfStdin() : flags.cpr;
  const { user, name, memberOf, expiresIn } = flags;
  const who = defined({ user, name, memberOf, cpr, expiresIn });
  if (flags.privileges === undefined)
    return { ...who, ...defined({ authority, roles, kle: kle?.join(','), sensitivity, units, sources, viewClasses }) };
  const text = await readFile(flags.privileges);
  const isXml = text.toString('latin1').replace(/^ï»¿/, '').trimStart().startsWith('<');
  return { ...who, privileges: isXml ? { xml: text } : { json: text.toString('utf8') } };
}

/** Members that are undefined left out, as optional properties want it. */
function defined<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
