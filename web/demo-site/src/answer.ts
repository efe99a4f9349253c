/** What `/answer` says to the page. */
export type AnswerReply =
  | {
      readonly subject: string;
      /** Seconds since 1970. */
      readonly expiresAt: number;
      readonly given: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;
    }
  | { readonly error: { readonly code: string; readonly message: string; readonly remedy: string } };
