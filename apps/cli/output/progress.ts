import { Presets, SingleBar } from 'cli-progress';

/** Progress of long work on stderr: a bar with rate and time left on a terminal, else one line a second. */
export interface Progress {
  /** `unit` is what is counted, such as `events`. */
  start(label: string, unit: string): void;
  /** So many are done by now; `share` of the whole (0 to 1) where that is known. */
  reach(done: number, share?: number): void;
  stop(): void;
}

/** What progress is written to; stderr but in tests. */
export interface ProgressStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
}

const SECOND = 1000;
const WHOLE = 100;

/** @see Progress */
export function createProgress(stream: ProgressStream = process.stderr, now: () => number = Date.now): Progress {
  return stream.isTTY === true ? bar(stream, now) : lines(stream, now);
}

function bar(stream: ProgressStream, now: () => number): Progress {
  let single: SingleBar | undefined;
  let began = 0;
  return {
    start(label, unit) {
      began = now();
      const format = `${label} {bar} {percentage}% · {done} ${unit} · {rate}/s{left}`;
      single = new SingleBar({ format, stream, hideCursor: true }, Presets.shades_classic);
      single.start(WHOLE, 0, { done: '0', rate: '0', left: '' });
    },
    reach: (done, share) =>
      single?.update(Math.floor((share ?? 0) * WHOLE), {
        done: grouped(done),
        rate: rate(done, began, now()),
        left: timeLeft(share, began, now()),
      }),
    stop() {
      single?.stop();
      single = undefined;
    },
  };
}

function lines(stream: ProgressStream, now: () => number): Progress {
  let state = { label: '', unit: '', done: 0, share: undefined as number | undefined, began: 0, said: 0, isSaid: true };
  const say = (at: number): void => {
    const { label, unit, done, share, began } = state;
    const percent = share === undefined ? '' : `, ${Math.floor(share * 100)} %`;
    stream.write(
      `${label}: ${grouped(done)} ${unit}, ${rate(done, began, at)}/s${percent}${timeLeft(share, began, at)}\n`,
    );
    state = { ...state, said: at, isSaid: true };
  };
  return {
    start(label, unit) {
      const at = now();
      state = { label, unit, done: 0, share: undefined, began: at, said: at, isSaid: true };
    },
    reach(done, share) {
      if (done === state.done) return;
      state = { ...state, done, share, isSaid: false };
      const at = now();
      if (at - state.said >= SECOND) say(at);
    },
    stop() {
      if (!state.isSaid) say(now());
    },
  };
}

function rate(done: number, began: number, at: number): string {
  return grouped(Math.round((done * SECOND) / Math.max(1, at - began)));
}

/** At the pace so far; nothing while no pace can be told, or when it is done. */
function timeLeft(share: number | undefined, began: number, at: number): string {
  if (share === undefined || share <= 0 || share >= 1) return '';
  const seconds = Math.ceil(((at - began) * (1 - share)) / share / SECOND);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours > 0) return `, ${hours} h ${minutes % 60} min left`;
  return minutes > 0 ? `, ${minutes} min ${seconds % 60} s left` : `, ${seconds} s left`;
}

/** Thousands apart, the same on every machine. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
