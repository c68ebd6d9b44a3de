import { randomUUID } from 'node:crypto';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { instantFromDate, isCvr } from '#contracts';
import { operationEvent } from '#intake';
import {
  createSettingQueries,
  isSettingKey,
  settingKeys,
  type SettingDefinition,
  type SettingKey,
} from '#read-models/queries';
import { Failure } from '../output/failure.js';
import { writeLine } from '../output/line.js';
import { untilCurrent, untilVisible } from '../session/visibility.js';
import { runInSession } from './command-end.js';
import { CommandGroup } from './shapes.js';

interface SettingsFlags {
  authority?: string;
  json?: boolean;
}

@SubCommand({
  name: 'get',
  arguments: '[key]',
  description: 'one setting of the authority, or all: key, value, when and by whom it was set; a line each',
})
export class SettingsGetCommand extends CommandRunner {
  override async run([named]: string[], { authority: given, json }: SettingsFlags): Promise<void> {
    const authority = authorityFrom(given);
    const key = named === undefined ? undefined : keyFrom(named);
    await runInSession(async (session) => {
      await untilCurrent(session);
      const held = await createSettingQueries(session.stores.pool).settings(authority);
      for (const setting of held.filter((each) => key === undefined || each.key === key))
        writeLine(
          setting,
          ({ key: name, value, setAt, setBy }) => [name, value || '(none)', setAt ?? 'never set', setBy ?? '-'],
          json,
        );
      return 0;
    });
  }

  @Option({ flags: '--authority <cvr>', description: 'CVR number of the municipality whose setting it is' })
  authority(text: string): string {
    return text;
  }

  @Option({ flags: '--json', description: 'one JSON object a line' })
  json(): boolean {
    return true;
  }
}

@SubCommand({
  name: 'set',
  arguments: '<key> [value...]',
  description: `change a setting; an event names you, and it holds from the next request. ${Object.entries(settingKeys)
    .map(([key, { description }]) => `${key}: ${description}`)
    .join('; ')}`,
})
export class SettingsSetCommand extends CommandRunner {
  override async run([named = '', ...values]: string[], { authority: given, json }: SettingsFlags): Promise<void> {
    const authority = authorityFrom(given);
    const key = keyFrom(named);
    const definition: SettingDefinition = settingKeys[key];
    const reading = definition.read(values.join(definition.between ?? ' '));
    if ('problem' in reading) throw new Failure(reading.problem);
    const { value } = reading;
    await runInSession(async (session) => {
      const { eventStore } = session.stores;
      const act = { actId: randomUUID(), key, value, by: session.operator };
      const now = instantFromDate(new Date());
      const outcome = await eventStore.append(operationEvent('operation.setting-changed', authority, act, now));
      if (outcome.status !== 'ok') throw new Failure('the setting was not stored; try again');
      await untilVisible(session, outcome.lastPosition);
      process.stdout.write(json === true ? `${JSON.stringify({ key, value })}\n` : `${key}  ${value || '(none)'}\n`);
      return 0;
    });
  }

  @Option({ flags: '--authority <cvr>', description: 'CVR number of the municipality whose setting it is' })
  authority(text: string): string {
    return text;
  }

  @Option({ flags: '--json', description: 'as one JSON object' })
  json(): boolean {
    return true;
  }
}

@Command({
  name: 'settings',
  description: 'what the authority has chosen',
  subCommands: [SettingsGetCommand, SettingsSetCommand],
})
export class SettingsCommand extends CommandGroup {}

function authorityFrom(named: string | undefined): string {
  if (named === undefined || !isCvr(named))
    throw new Failure('--authority must be given: the CVR number of a municipality');
  return named;
}

function keyFrom(named: string): SettingKey {
  if (!isSettingKey(named))
    throw new Failure(`there is no such setting; there are: ${Object.keys(settingKeys).join(', ')}`);
  return named;
}
