import {
  holdBack,
  removeRows,
  upsertRows,
  type OpenedRecord,
  type ReadModel,
  type RecordedEvent,
  type TableDefinition,
} from '#projection-engine';
import { parallelRunPairs } from './setting-keys.js';

/** The settings that were ever changed, as they are now. */
export const settingTable: TableDefinition = {
  name: 'setting',
  columns: { authority: 'text', key: 'text', value: 'text', set_at: 'timestamptz', set_by: 'text', position: 'bigint' },
  primaryKey: ['authority', 'key'],
};

/** The pairs of the setting `parallelRun`, for whoever joins cases by them. */
export const parallelRunTable: TableDefinition = {
  name: 'parallel_run',
  columns: { authority: 'text', legacy: 'text', successor: 'text' },
  primaryKey: ['authority', 'legacy'],
};

type SettingChanged = RecordedEvent<'operation.setting-changed'>;

const keyOf = (event: OpenedRecord): string => `${event.authority}/${isChange(event) ? event.data.key : ''}`;

const isChange = (event: OpenedRecord): event is SettingChanged =>
  event.name === 'operation.setting-changed' && !event.erased;

/** The settings of each authority: the last change holds, in the order in which they were recorded. */
export const settings: ReadModel = {
  name: 'settings',
  version: 1,
  hears: new Set<string>(['operation.setting-changed']),
  tables: [settingTable, parallelRunTable],
  keyOf,
  async takeIn(page, { transaction, place, parking }) {
    const last = new Map<string, SettingChanged>();
    for (const event of holdBack(page, keyOf, parking)) if (isChange(event)) last.set(keyOf(event), event);
    const table = place.of(settingTable);
    upsertRows(
      transaction,
      table,
      [...last.values()].map(({ authority, position, recordedAt, data: { key, value, by } }) => ({
        authority,
        key,
        value,
        set_at: recordedAt,
        set_by: by,
        position,
      })),
    );
    const runs = [...last.values()].filter(({ data }) => data.key === 'parallelRun');
    if (runs.length === 0) return;
    const pairs = place.of(parallelRunTable);
    const before = await transaction.read<{ authority: string; legacy: string }>({
      text: `select authority, legacy from ${pairs.relation} where authority = any($1::text[])`,
      values: [runs.map(({ authority }) => authority)],
    });
    removeRows(transaction, pairs, before);
    upsertRows(
      transaction,
      pairs,
      runs.flatMap(({ authority, data }) =>
        parallelRunPairs(data.value).map(({ legacy, successor }) => ({ authority, legacy, successor })),
      ),
    );
  },
};
