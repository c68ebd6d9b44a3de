import { Command, Option, SubCommand } from 'nest-commander';
import { backTest, type BackTestFinding, type MisuseLimit } from '#oversight';
import { misuseLimitOf, settingKeys } from '#read-models/queries';
import { Failure } from '../output/failure.js';
import { writeLine } from '../output/line.js';
import { instantFrom } from '../session/moment.js';
import { runInAuthority } from './command-end.js';
import { AuthorityCommand, CommandGroup } from './shapes.js';

interface BackTestFlags {
  authority?: string;
  from?: string;
  to?: string;
  repeated?: MisuseLimit;
  bulk?: MisuseLimit;
  json?: boolean;
}

@SubCommand({
  name: 'back-test',
  description: 'hold the rules, or other limits, against the look-ups in the access log; changes nothing',
})
export class MisuseBackTestCommand extends AuthorityCommand {
  override async run(_: string[], { authority: named, from, to, repeated, bulk, json }: BackTestFlags): Promise<void> {
    await runInAuthority(named, async ({ stores }, authority) => {
      const { pool, accessLogStore } = stores;
      const findings = await backTest(pool, accessLogStore, {
        authority,
        from: instantFrom('--from', from),
        to: instantFrom('--to', to),
        ...(repeated !== undefined && { repeated }),
        ...(bulk !== undefined && { bulk }),
      });
      for (const finding of findings) writeLine(finding, partsOf, json);
      return 0;
    });
  }

  @Option({ flags: '--from <moment>', description: 'look-ups from this day or moment on' })
  from(text: string): string {
    return text;
  }

  @Option({ flags: '--to <moment>', description: 'look-ups before this day or moment' })
  to(text: string): string {
    return text;
  }

  @Option({ flags: '--repeated <n/duration>', description: 'limit to try in place of the setting misuseRepeated' })
  repeated(text: string): MisuseLimit {
    return limitFrom('misuseRepeated', text);
  }

  @Option({ flags: '--bulk <n/duration>', description: 'limit to try in place of the setting misuseBulk' })
  bulk(text: string): MisuseLimit {
    return limitFrom('misuseBulk', text);
  }

  @Option({ flags: '--json', description: 'one JSON object a line' })
  json(): boolean {
    return true;
  }
}

@Command({
  name: 'misuse',
  description: 'signals of misuse in the access log',
  subCommands: [MisuseBackTestCommand],
})
export class MisuseCommand extends CommandGroup {}

const partsOf = ({ kind, found, signalled, users }: BackTestFinding): readonly string[] => [
  `${kind.padEnd(12)} found ${found}, of which signalled ${signalled}, users ${users}`,
];

function limitFrom(key: 'misuseRepeated' | 'misuseBulk', text: string): MisuseLimit {
  const reading = settingKeys[key].read(text);
  if ('problem' in reading) throw new Failure(reading.problem);
  return misuseLimitOf(reading.value);
}
