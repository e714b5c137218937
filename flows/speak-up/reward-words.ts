export const rewardZh = {
  ask: '奖励（采纳时选，可不选）',
  hint: '来信人会在答复里看到领取码，凭它领取，不用说自己是谁。',
  earned: (title: string, code: string) =>
    `您的建议得到奖励：${title}\n凭下面的领取码领取，不用说您是谁，也可以请别人代领。领取码只有您能看到：\n${code}`,
}

export const rewardEn: typeof rewardZh = {
  ask: 'Reward (when it is adopted; may stay empty)',
  hint: 'The author finds a code with the answer and collects the reward with it, without saying who they are.',
  earned: (title, code) =>
    `Your suggestion has earned a reward: ${title}\nCollect it with this code. You need not say who you are, and somebody else may go for you. Only you can see the code:\n${code}`,
}
