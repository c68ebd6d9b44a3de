/** The logs that are sealed, as their tables are called. */
export const LOG_NAMES = ['events', 'access_log'] as const;

/** One of the logs, each with a tree of its own. */
export type LogName = (typeof LOG_NAMES)[number];

/** Who signs exports: the installation, under a name that is no log's. */
const EXPORTS = 'export';

/** The origin of a log's checkpoints: the installation and the log. */
export function originOf(installation: string, log: LogName): string {
  return `overblik/${installation}/${log}`;
}

/** The name under which an installation signs what it exports. */
export function exportNameOf(installation: string): string {
  return `overblik/${installation}/${EXPORTS}`;
}

/** All names under which an installation signs. */
export function namesOf(installation: string): string[] {
  return [...LOG_NAMES.map((log) => originOf(installation, log)), exportNameOf(installation)];
}

/** The log that an origin names; undefined where it is none of ours. */
export function logOfOrigin(origin: string): LogName | undefined {
  return LOG_NAMES.find((log) => /^overblik\/[0-9a-f-]{36}\//.test(origin) && origin.endsWith(`/${log}`));
}
