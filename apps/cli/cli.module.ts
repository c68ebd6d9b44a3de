import { Module } from '@nestjs/common';
import { InjectCommander } from 'nest-commander';
import { DemoCommand } from './commands/demo.command.js';
import { ExportCaseCommand, ExportCommand, ExportPartyCommand } from './commands/export.command.js';
import { HistoryCommand } from './commands/history.command.js';
import { ImportCommand, ImportEventsCommand } from './commands/import.command.js';
import { ParkedCommand, ParkedDropCommand, ParkedListCommand, ParkedReplayCommand } from './commands/parked.command.js';
import { PartyCommand } from './commands/party.command.js';
import {
  QuarantineCommand,
  QuarantineDiscardCommand,
  QuarantineListCommand,
  QuarantineRequeueCommand,
  QuarantineShowCommand,
} from './commands/quarantine.command.js';
import { RebuildCommand } from './commands/rebuild.command.js';
import { StatusCommand } from './commands/status.command.js';
import { VerifyCommand } from './commands/verify.command.js';
import { TokenCommand } from './commands/token.command.js';

/** Every command of `npm run overblik`. */
@Module({
  providers: [
    DemoCommand,
    ImportCommand,
    ImportEventsCommand,
    TokenCommand,
    PartyCommand,
    HistoryCommand,
    ExportCommand,
    ExportCaseCommand,
    ExportPartyCommand,
    RebuildCommand,
    QuarantineCommand,
    QuarantineListCommand,
    QuarantineShowCommand,
    QuarantineRequeueCommand,
    QuarantineDiscardCommand,
    ParkedCommand,
    ParkedListCommand,
    ParkedReplayCommand,
    ParkedDropCommand,
    StatusCommand,
    VerifyCommand,
  ],
})
export class CliModule {
  constructor(@InjectCommander() commander: { name(text: string): unknown }) {
    commander.name('overblik');
  }
}
