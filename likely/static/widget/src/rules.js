// Which questions this respondent meets: the same walk as likely/ask/route.py, with the same meaning of rules.
const given = (fact) => fact !== undefined && fact !== null && fact !== "" && !(Array.isArray(fact) && !fact.length);

export const holds = (rule, facts) => {
  if (rule.not) return !holds(rule.not, facts);
  if (rule.all) return rule.all.every((part) => holds(part, facts));
  if (rule.any) return rule.any.some((part) => holds(part, facts));
  const fact = facts[rule.on];
  if (rule.is) return [].concat(fact).some((one) => rule.is.includes(one));
  if ("answered" in rule) return given(fact) === rule.answered;
  return typeof fact === "number" && !(fact < rule.from) && !(fact > rule.to);
};

export const groupOf = (score) => (score >= 9 ? "promoter" : score >= 7 ? "passive" : "detractor");

/** A property as an answer; undefined where it is missing or does not fit, so that it is asked after all. */
const fitting = (question, value) => {
  const { kind, first, last, choices } = question;
  if (!given(value) || question.rows) return undefined;
  if (kind === "hidden") return value;
  if (last) return Number.isInteger(value) && value >= first && value <= last ? value : undefined;
  if (kind === "yes_no") return typeof value === "boolean" ? value : undefined;
  if (choices) {
    const wanted = `${value}`.trim().toLowerCase();
    return choices.find(({ key, text }) => key === wanted || text.toLowerCase() === wanted)?.key;
  }
  return kind === "text" && typeof value === "string" ? value : undefined;
};

export const keysOf = (question) => [
  ...(question.rows ? question.rows.map((row) => row.key) : [question.key]),
  ...(question.other ? [`${question.key}_other`] : []),
];

/** The keys of the questions that are asked, given the answers and what is known of the person. */
export const asked = (survey, answers, properties) => {
  const facts = { ...properties, channel: "widget", language: survey.language };
  const found = new Set();
  const permission = survey.questions.find(({ key }) => key === "permission");
  for (const question of survey.questions) {
    const { key, kind, groups, show_if: rule } = question;
    const known = fitting(question, properties[question.known_as]);
    if (kind !== "hidden") {
      if (groups && !groups.includes(facts.group)) continue;
      if (rule && !holds(rule, facts)) continue;
      const reachable = properties.email || properties.phone || (permission ? answers.permission !== true : false);
      if (kind === "contact" && reachable) continue;
      if (known === undefined) found.add(key);
    }
    if (known !== undefined) facts[key] = known;
    for (const one of keysOf(question)) if (given(answers[one])) facts[one] = answers[one];
    if (key === "score" && typeof facts.score === "number") facts.group = groupOf(facts.score);
  }
  return found;
};
