import { Module } from '@nestjs/common';
import { ImportCommand, ImportCprCommand, ImportEventsCommand, ImportXesCommand } from './commands/import.command.js';
import { PartyCommand } from './commands/party.command.js';
import { QuarantineCommand, QuarantineDiscardCommand, QuarantineListCommand, QuarantineRequeueCommand, QuarantineShowCommand } from './commands/quarantine.command.js';
import { RebuildCommand } from './commands/rebuild.command.js';
import { StatusCommand } from './commands/status.command.js';
import { TokenCommand } from './commands/token.command.js';

/** Every command of `npm run overblik`. */
@Module({
  providers: [
    ImportCommand, ImportXesCommand, ImportCprCommand, ImportEventsCommand,
    TokenCommand,
    PartyCommand,
    RebuildCommand,
    QuarantineCommand, QuarantineListCommand, QuarantineShowCommand, QuarantineRequeueCommand, QuarantineDiscardCommand,
    StatusCommand,
  ],
})
export class CliModule {}
