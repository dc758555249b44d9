/** Whether a passphrase of somebody's own can be guessed. The estimator and its lists are fetched when they are needed. */

const FEWEST_GUESSES = 1e12; // and scrypt makes a thief pay for each of them
const LONGEST = 100; // characters that are looked at: the estimator's time grows with them

/**
 * @param known what belongs to the person and to this place: no secret.
 * @throws when the estimator does not load.
 */
export async function isStrong(passphrase: string, known: readonly string[]): Promise<boolean> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  const estimator = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  });
  const found = estimator.check(passphrase.slice(0, LONGEST), [...known, "meldpunt"]);
  return found.guesses >= FEWEST_GUESSES;
}
