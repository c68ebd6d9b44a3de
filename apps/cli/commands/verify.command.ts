import { Command, CommandRunner, Option } from 'nest-commander';
import { toldForgettings } from '#oversight';
import { logsUnderSeal, verifyBundle, verifyStore, type Verdict } from '#seal';
import { Failure } from '../output/failure.js';
import { createProgress, grouped } from '../output/progress.js';
import { inSession, type Session } from '../session/session.js';

interface Flags {
  readonly from?: number;
  readonly to?: number;
  readonly checkpoint?: string;
  readonly bundle?: string;
  readonly publicKey?: string;
}

@Command({
  name: 'verify',
  description:
    'hold both logs against their signed checkpoints, or an exported bundle against a public key; exits 1 on a fault',
})
export class VerifyCommand extends CommandRunner {
  override async run(_: string[], flags: Flags): Promise<void> {
    refuseUnfit(flags);
    process.exitCode =
      flags.bundle === undefined
        ? await inSession((session) => verifyLogs(session, flags), { readsOnly: true })
        : verifyFolder(flags.bundle, flags.publicKey ?? '');
  }

  @Option({ flags: '--from <position>', description: 'only from this position on' })
  from(text: string): number {
    return positionFrom('--from', text);
  }

  @Option({ flags: '--to <position>', description: 'only up to this position' })
  to(text: string): number {
    return positionFrom('--to', text);
  }

  @Option({
    flags: '--checkpoint <file>',
    description: 'hold the logs also against checkpoints that were kept elsewhere',
  })
  checkpoint(text: string): string {
    return text;
  }

  @Option({ flags: '--bundle <folder>', description: 'verify an exported bundle, without a store' })
  bundle(text: string): string {
    return text;
  }

  @Option({ flags: '--public-key <file>', description: 'the public key to believe, in place of the data folder’s' })
  publicKey(text: string): string {
    return text;
  }
}

function refuseUnfit({ from, to, checkpoint, bundle, publicKey }: Flags): void {
  const isRange = from !== undefined || to !== undefined;
  if (bundle !== undefined && (isRange || checkpoint !== undefined))
    throw new Failure('--bundle takes --public-key only');
  if (bundle !== undefined && publicKey === undefined)
    throw new Failure('--bundle needs --public-key: the file that `overblik status --json` names');
  if (isRange && checkpoint !== undefined)
    throw new Failure('--checkpoint is about the whole log: leave out --from and --to');
  if ((from ?? 0) > (to ?? Infinity)) throw new Failure('--from must not lie after --to');
}

async function verifyLogs({ stores, configuration, database }: Session, flags: Flags): Promise<number> {
  const { from, to } = flags;
  const progress = createProgress();
  progress.start('verifying', 'events');
  const read = new Map<string, number>();
  const { verdicts, remarks } = await verifyStore({
    pool: stores.pool,
    logs: logsUnderSeal(stores),
    isForgettingTold: toldForgettings(stores),
    folder: configuration.sealFolder,
    publicKeyFile: flags.publicKey,
    checkpointFile: flags.checkpoint,
    range: from === undefined && to === undefined ? undefined : { from: from ?? 1, to: to ?? Number.MAX_SAFE_INTEGER },
    isFileComplete: database.origin !== 'configured',
    onProgress: (log, events) => {
      read.set(log, events);
      progress.reach([...read.values()].reduce((sum, each) => sum + each, 0));
    },
  });
  progress.stop();
  const faulty = verdicts.filter(({ fault }) => fault !== null);
  const lines = [...remarks.map((remark) => `note: ${remark}`), ...verdicts.map(verdictText), ...faulty.map(faultText)];
  process.stdout.write(`${lines.join('\n')}\n`);
  return faulty.length === 0 ? 0 : 1;
}

function verdictText({ log, read, sealed, unsealed, forgotten, fault }: Verdict): string {
  const rest = unsealed === 0 ? 'nothing after it' : `${grouped(unsealed)} after it unsealed`;
  const state = sealed.size === 0 ? `nothing sealed` : `sealed up to position ${sealed.position}`;
  const gone = forgotten === 0 ? '' : `, ${grouped(forgotten)} forgotten`;
  return `${log.padEnd(11)} ${grouped(read)} events read, ${state}, ${rest}${gone}${fault === null ? ': ok' : ''}`;
}

function faultText({ log, fault }: Verdict): string {
  if (fault === null) return '';
  const upTo = fault.upTo === undefined || fault.upTo === null ? '' : ` or after it, up to ${fault.upTo}`;
  return `FAULT in log ${log}, first wrong position ${fault.position}${upTo}: ${fault.what}`;
}

function verifyFolder(folder: string, publicKeyFile: string): number {
  const { fault, subject, events } = verifyBundle(folder, publicKeyFile);
  if (fault !== null) {
    process.stdout.write(`FAULT in bundle: ${fault}\n`);
    return 1;
  }
  process.stdout.write(`${subject}: ${grouped(events)} events, each sealed, each opened by its key or erased: ok\n`);
  return 0;
}

function positionFrom(flag: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Failure(`${flag} must be a position: a whole number`);
  return Number(text);
}
