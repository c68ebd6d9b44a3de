import { Command, CommandRunner, Option } from 'nest-commander';
import { demoEvents, type Demo } from '#demo';
import { Failure } from '../output/failure.js';
import { createProgress } from '../output/progress.js';
import { directDoor, httpDoor, readyService, type FrontDoor } from '../demo/front-door.js';
import { invitation } from '../demo/invitation.js';
import { publish } from '../demo/publish.js';
import { lastLine, reportLines } from '../feed/import-report.js';
import type { Session } from '../session/session.js';
import { untilVisible } from '../session/visibility.js';
import { runInSession } from './command-end.js';
import { issuerOf } from './token.command.js';

@Command({
  name: 'demo',
  description:
    'publish a fictive municipality: twelve source systems, 1,000 parties, 5,000 cases; the same every time, so a second run gives duplicates',
})
export class DemoCommand extends CommandRunner {
  override async run(_: string[], { seed }: { seed?: string }): Promise<void> {
    await runInSession(async (session) => {
      const issuer = await issuerOf(session.configuration);
      const demo = demoEvents({ now: new Date(), ...(seed === undefined ? {} : { seed }) });
      const { host, port } = session.configuration;
      const address = session.database.origin === 'embedded' ? undefined : await readyService(host, port);
      const door: FrontDoor =
        address === undefined
          ? directDoor(session.intake, demo.authority)
          : httpDoor(address, (source) =>
              issuer.mint({ authority: demo.authority, roles: ['source'], sources: [source], user: 'demo' }),
            );
      if (address === undefined && session.database.origin === 'running service') {
        process.stderr.write(`no service answers on port ${port} (PORT): publishing straight into its store\n`);
      }
      await publishAndReport(session, demo, door);
      const token = await issuer.mint({
        authority: demo.authority,
        roles: ['caseworker'],
        user: 'demo',
        name: 'Demo Sagsbehandler',
      });
      process.stdout.write(invitation(demo, token, address ?? `http://127.0.0.1:${port}`, address !== undefined));
      return 0;
    });
  }

  @Option({ flags: '--seed <text>', description: 'another municipality of the same kind (default egeby)' })
  seed(text: string): string {
    if (!/^[\w-]{1,40}$/.test(text)) throw new Failure('--seed takes letters, digits, - and _');
    return text;
  }
}

async function publishAndReport(session: Session, demo: Demo, door: FrontDoor): Promise<void> {
  const progress = createProgress();
  progress.start('demo', 'events');
  const total = demo.events.length;
  const result = await publish(demo, door, (done) => progress.reach(done, done / total)).finally(() => progress.stop());
  await untilVisible(session, result.position, progress);
  process.stderr.write('one event is meant to be quarantined: npm run overblik -- quarantine list\n');
  for (const line of reportLines(result)) process.stderr.write(`${line}\n`);
  process.stdout.write(`${lastLine(result)}\n`);
}
