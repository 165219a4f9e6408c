// Calls a Saichang server: the paths and types of openapi.yaml, with the habits of the
// contract (tokens, keys, preconditions, refusals) in a few functions.
import createClient, { type Client, type Middleware } from "openapi-fetch";
import type { paths, Problem, ProblemCode } from "./saichang.gen.ts";

export type * from "./saichang.gen.ts";

/** GET, POST, PUT, PATCH and DELETE by the contract's paths, typed. */
export type Saichang = Client<paths>;

export interface Options {
  /** Where the server is, without `/v1`: `https://example.org`. */
  baseUrl: string;
  /** What `POST /sessions` answered, or a function that knows it now. Without one: the public. */
  token?: string | (() => string | undefined);
  /** For titles and details of refusals: `zh` or `en`. By default what the browser says. */
  language?: string;
  fetch?: (request: Request) => Promise<Response>;
}

/** A client that throws a `Refusal` for every answer that is one. */
export function createSaichang({ baseUrl, token, language, fetch }: Options): Saichang {
  const client = createClient<paths>({
    baseUrl: baseUrl.replace(/\/+$/, "") + "/v1",
    bodySerializer: (body) => (typeof body === "string" ? body : JSON.stringify(body)), // a string is no JSON, but CSV
    ...(fetch && { fetch }),
  });
  const house: Middleware = {
    onRequest({ request, schemaPath }) {
      const bearer = typeof token === "function" ? token() : token;
      if (bearer) request.headers.set("Authorization", "Bearer " + bearer);
      if (language) request.headers.set("Accept-Language", language);
      if (request.method === "PATCH") request.headers.set("Content-Type", "application/merge-patch+json");
      if (schemaPath === "/marking-schemes/{marking_scheme_id}/imports") request.headers.set("Content-Type", "text/csv");
    },
    async onResponse({ response }) {
      if (!response.ok && response.status !== 304) throw await refusalOf(response);
    },
  };
  client.use(house);
  return client;
}

/** A refusal of the server (RFC 9457). `code` is of a closed list; `message` is a sentence for people. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: ProblemCode;
  readonly status: number;
  readonly problem: Problem;
  /** Seconds after which it is worth another try; with 429, 503 and some 409. */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail || problem.title);
    this.code = problem.code;
    this.status = problem.status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** With 412: the thing as it is now, of the type that the operation answers. */
  current<T>(): T | undefined {
    return this.problem.current as T | undefined;
  }
}

async function refusalOf(response: Response): Promise<Error> {
  if (!response.headers.get("Content-Type")?.startsWith("application/problem+json")) {
    return new Error(`${response.url} answered ${response.status}, but not as Saichang does`); // a proxy, for instance
  }
  const seconds = response.headers.get("Retry-After");
  return new Refusal((await response.json()) as Problem, seconds ? Number(seconds) : undefined);
}

/** The body of an answer: `const entry = await answer(api.GET(…))`. */
export async function answer<T>(call: Promise<{ data?: T; response: Response }>): Promise<Exclude<T, undefined>> {
  const { data, response } = await call;
  if (data === undefined) throw new Error(`${response.url} answered ${response.status} without a body`);
  return data as Exclude<T, undefined>;
}

/** The precondition of a change: the thing as it was last read, or its `ETag`. */
export function ifMatch(seen: { revision: number } | string): { "If-Match": string } {
  return { "If-Match": typeof seen === "string" ? seen : `"${seen.revision}"` };
}

/** A key that makes a repeated request harmless. Make it once per intention, and keep it for every retry. */
export function idempotencyKey(): { "Idempotency-Key": string } {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is missing where a venue has no TLS
  return { "Idempotency-Key": Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("") };
}

/** Everything of a list, page by page: `for await (const entry of all((cursor) => answer(api.GET("/entries", { params: { query: { ...cursor } } }))))`. */
export async function* all<T>(read: (cursor: { cursor?: string }) => Promise<{ items: T[]; next_cursor: string | null }>): AsyncGenerator<T> {
  let next: string | null = null;
  do {
    const page = await read(next === null ? {} : { cursor: next });
    yield* page.items;
    next = page.next_cursor;
  } while (next !== null);
}
