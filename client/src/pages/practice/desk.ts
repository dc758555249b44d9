/** What a person can do here besides working on the cases. */

export interface GuideDesk {
  /** Show or hide the whole list of steps. */
  showAll(open: boolean): void;
  /** Fill in the made-up passphrase. */
  fillIn(): void;
  /** Forget everything and make the made-up world anew. */
  beginAgain(): void;
}
