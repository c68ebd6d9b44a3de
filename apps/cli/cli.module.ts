import { Module } from '@nestjs/common';
import { InjectCommander } from 'nest-commander';
import { BackupCommand, RestoreCommand } from './commands/backup.command.js';
import { CompactCommand } from './commands/compact.command.js';
import { DemoCommand } from './commands/demo.command.js';
import { DenyAddCommand, DenyCommand, DenyLiftCommand, DenyListCommand } from './commands/deny.command.js';
import { EraseCommand } from './commands/erase.command.js';
import { ExportCaseCommand, ExportCommand, ExportPartyCommand } from './commands/export.command.js';
import { ExportAccessCommand } from './commands/export-access.command.js';
import { HistoryCommand } from './commands/history.command.js';
import { HoldCommand, HoldLiftCommand, HoldListCommand, HoldPlaceCommand } from './commands/hold.command.js';
import { ImportCommand, ImportEventsCommand } from './commands/import.command.js';
import {
  InvestigationCommand,
  InvestigationLiftCommand,
  InvestigationListCommand,
  InvestigationPlaceCommand,
} from './commands/investigation.command.js';
import { KeysCommand, KeysRotateCommand } from './commands/keys.command.js';
import { MisuseBackTestCommand, MisuseCommand } from './commands/misuse.command.js';
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
import { SettingsCommand, SettingsGetCommand, SettingsSetCommand } from './commands/settings.command.js';
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
    ExportAccessCommand,
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
    SettingsCommand,
    SettingsGetCommand,
    SettingsSetCommand,
    StatusCommand,
    EraseCommand,
    HoldCommand,
    HoldPlaceCommand,
    HoldLiftCommand,
    HoldListCommand,
    DenyCommand,
    DenyAddCommand,
    DenyLiftCommand,
    DenyListCommand,
    InvestigationCommand,
    InvestigationPlaceCommand,
    InvestigationLiftCommand,
    InvestigationListCommand,
    CompactCommand,
    BackupCommand,
    RestoreCommand,
    KeysCommand,
    KeysRotateCommand,
    VerifyCommand,
    MisuseCommand,
    MisuseBackTestCommand,
  ],
})
export class CliModule {
  constructor(@InjectCommander() commander: { name(text: string): unknown }) {
    commander.name('overblik');
  }
}
