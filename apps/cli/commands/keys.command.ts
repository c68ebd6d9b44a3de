import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { masterKeyFor, nextMasterKeyFor, openDatabase, readMasterKey, takeNextMasterKey } from '#runtime';
import { rotateKeys } from '#stores';
import { Failure } from '../output/failure.js';
import { createProgress, grouped } from '../output/progress.js';
import { closeOnInterruption } from '../session/interruption.js';
import { surroundings } from '../session/session.js';
import { CommandGroup } from './shapes.js';

@SubCommand({
  name: 'rotate',
  description: 'put all keys under a new master key, while everything is stopped; cut short, the same again goes on',
})
export class KeysRotateCommand extends CommandRunner {
  override async run(_: string[], { newKey: file }: { newKey?: string }): Promise<void> {
    const { configuration, log } = surroundings();
    const isConfigured = configuration.masterKey !== undefined;
    if (isConfigured && file === undefined)
      throw new Failure('OVERBLIK_MASTER_KEY is set: name a file that holds the new key with --new-key');
    if (!isConfigured && file !== undefined)
      throw new Failure('the key lies in the data folder, where the new one is made: leave --new-key out');
    const nextKey = file === undefined ? nextMasterKeyFor(configuration) : readMasterKey(file);
    const database = await openDatabase(configuration, 'command', log);
    const done = closeOnInterruption(() => database.close());
    const progress = createProgress();
    try {
      if (database.origin === 'running service') throw new Failure('the service is running: stop it first');
      progress.start('wrapping', 'keys');
      const keys = await rotateKeys({
        databaseUrl: database.url,
        masterKey: masterKeyFor(configuration),
        nextKey,
        onKeys: (wrapped, of) => progress.reach(wrapped, wrapped / of),
      });
      progress.stop();
      if (!isConfigured) takeNextMasterKey(configuration);
      const then = isConfigured ? 'set OVERBLIK_MASTER_KEY to the new key now' : 'the data folder has the new key';
      process.stdout.write(`wrapped ${grouped(keys)} keys; ${then}; take a backup, older ones need the older key\n`);
    } finally {
      progress.stop();
      done();
      await database.close();
    }
  }

  @Option({ flags: '--new-key <file>', description: 'where OVERBLIK_MASTER_KEY is set: a file with the new key' })
  newKey(path: string): string {
    return path;
  }
}

@Command({ name: 'keys', description: 'the master key', subCommands: [KeysRotateCommand] })
export class KeysCommand extends CommandGroup {}
