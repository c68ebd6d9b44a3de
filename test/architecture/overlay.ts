import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { repository } from './tree.js';

/** What the compiler says about the product, by file: the texts of its errors. */
export type Complaints = ReadonlyMap<string, readonly string[]>;

/**
 * Runs the TypeScript compiler over the product as if these files had these texts; nothing is written. Files that are
 * not there yet may be among them. Takes a dozen seconds of a processor, so one run should answer several questions.
 */
export function compileWith(overlay: ReadonlyMap<string, string>): Complaints {
  const options = { noEmit: true, noUnusedLocals: false };
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const config = ts.getParsedCommandLineOfConfigFile(join(repository, 'tsconfig.json'), options, host);
  if (config === undefined) throw new Error('tsconfig.json cannot be read');
  const texts = new Map([...overlay].map(([path, text]) => [join(repository, path), text]));
  const compilerHost = ts.createCompilerHost(config.options);
  const { fileExists, readFile, directoryExists } = compilerHost;
  const folders = new Set([...texts.keys()].map(dirname));
  compilerHost.fileExists = (path) => texts.has(path) || fileExists(path);
  compilerHost.directoryExists = (path) => folders.has(path) || directoryExists?.(path) === true;
  compilerHost.readFile = (path) => texts.get(path) ?? readFile(path);
  const roots = config.fileNames.filter(
    (path) => !path.endsWith('.spec.ts') && !path.startsWith(join(repository, 'test/')),
  );
  const program = ts.createProgram([...new Set([...roots, ...texts.keys()])], config.options, compilerHost);
  const complaints = new Map<string, string[]>();
  for (const { file, messageText } of [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()]) {
    const path = file === undefined ? '' : relative(repository, file.fileName);
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    complaints.set(path, [...(complaints.get(path) ?? []), text]);
  }
  return complaints;
}
