/**
 * A wrong on purpose, for tests and demos: `latency=MS`, `reset-before` (the request is read, nothing is done),
 * `reset-after` (done, no answer), `status=CODE`, `html` (200 and a web page), `bad-json` (200 and half an object),
 * `wrong-shape` (200 and JSON of something else), `empty` (204), `cut[=BYTES]` (connection ends within the body),
 * `drip[=MS]` (one byte per MS milliseconds).
 */
export interface Fault {
  readonly kind: FaultKind;
  readonly value: number;
  /** Only requests of this method; `undefined` means all. */
  readonly method: string | undefined;
  /** Only paths that begin so. */
  readonly pathPrefix: string;
  /** How many requests are hit; `Infinity` for all. */
  readonly times: number;
}

/** Kinds and the value each has when none is given; `undefined` where one must be given. */
const defaultValues = {
  latency: undefined,
  'reset-before': 0,
  'reset-after': 0,
  status: undefined,
  html: 0,
  'bad-json': 0,
  'wrong-shape': 0,
  empty: 0,
  cut: 10,
  drip: 50,
} as const;

type FaultKind = keyof typeof defaultValues;

function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(defaultValues, text);
}

/**
 * Reads `KIND[=VALUE][@METHOD[:/PATH]][#TIMES]`, several separated by `;`: `latency=500`, `status=503@POST#1`,
 * `reset-after@POST:/v1/skills`. Throws an `Error` that says what is wrong.
 */
export function parseFaults(spec: string): readonly Fault[] {
  return spec
    .split(';')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(parseFault);
}

function parseFault(text: string): Fault {
  const match = /^([a-z-]+)(?:=(\d{1,6}))?(?:@([A-Z]+|\*)(?::(\/\S*?))?)?(?:#([1-9]\d{0,5}))?$/.exec(text);
  const kind = match?.[1] ?? '';
  if (!isFaultKind(kind)) {
    throw new Error(
      `Fault '${text}' is not understood. Write KIND[=VALUE][@METHOD[:/PATH]][#TIMES] with KIND one of ` +
        `${Object.keys(defaultValues).join(', ')}.`,
    );
  }
  const value = match?.[2] === undefined ? defaultValues[kind] : Number(match[2]);
  if (value === undefined) throw new Error(`Fault '${text}' needs a value, as in ${kind}=500.`);
  if (kind === 'status' && (value < 400 || value > 599))
    throw new Error(`Fault '${text}': the status must be from 400 to 599.`);
  const method = match?.[3] === '*' ? undefined : match?.[3];
  return {
    kind,
    value,
    method,
    pathPrefix: match?.[4] ?? '/',
    times: match?.[5] === undefined ? Infinity : Number(match[5]),
  };
}

/** The faults of a server, which end after their number of times. */
export class FaultSchedule {
  #pending: { readonly fault: Fault; left: number }[] = [];

  add(faults: readonly Fault[]): void {
    this.#pending.push(...faults.map((fault) => ({ fault, left: fault.times })));
  }

  clear(): void {
    this.#pending = [];
  }

  /** Faults that hit this request, in the order given; counts them off. */
  take(method: string, path: string): readonly Fault[] {
    const hits = this.#pending.filter(
      ({ fault }) => (fault.method ?? method) === method && path.startsWith(fault.pathPrefix),
    );
    for (const hit of hits) hit.left -= 1;
    this.#pending = this.#pending.filter(({ left }) => left > 0);
    return hits.map(({ fault }) => fault);
  }
}
