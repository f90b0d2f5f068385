"""The words and sentence pieces from which the training stories are put together.

A plot is a block of text: each line is one step of the story, and the variants of a step are
separated by " | ". Slots in braces are filled by grammar.py: {N} is the hero's name, {he} {him}
{his} its pronouns (capital letter: {He}, {His}), {hero} its kind, {fr} the friend's kind,
{a_fr} the friend with an article and an adjective, {obj} and {a_obj} the object, {place},
{in_place} and {to_place} the place, {in_home} and {to_home} where the hero lives, {Day} and {day} the time.
"""

ANIMALS = """fox owl bear rabbit mouse cat dog duck frog hedgehog squirrel wolf lion tiger elephant
monkey turtle snail bee ant crow robin sparrow deer goat sheep horse donkey pig cow hen goose swan
otter beaver badger mole bat whale dolphin seal penguin crab octopus fish spider dragon unicorn
panda koala kangaroo giraffe zebra camel parrot peacock lizard snake kitten puppy lamb bird
butterfly robot giant ghost fairy""".split()

PEOPLE = {
    "girl": "she", "boy": "he", "king": "he", "queen": "she", "prince": "he", "princess": "she",
    "baker": "", "farmer": "", "sailor": "", "gardener": "", "wizard": "he", "witch": "she",
    "painter": "", "teacher": "", "doctor": "", "shepherd": "", "pirate": "", "knight": "",
    "miller": "", "singer": "", "clockmaker": "", "fisherman": "he", "grandmother": "she",
    "grandfather": "he", "cook": "", "tailor": "", "child": "", "hunter": "", "astronaut": "",
}

OBJECTS = {
    "light": "lantern candle lamp torch star",
    "food": "apple cake pie pear cookie loaf pumpkin carrot melon cheese sandwich pancake",
    "music": "drum flute bell violin trumpet whistle harp guitar",
    "toy": "kite ball doll puppet balloon sled puzzle swing",
    "tool": "rope ladder hammer bucket broom basket spade needle net shovel wheel compass",
    "wear": "hat scarf coat crown button boot glove umbrella blanket cloak",
    "read": "book map letter picture story diary",
    "plant": "seed flower tree rose acorn leaf sunflower mushroom",
    "treasure": "key coin ring stone shell feather pearl box mirror clock jewel cup bottle spoon",
    "travel": "boat cart wagon bicycle train balloon ship raft car rocket",
}

PLACES = {  # place: preposition
    "forest": "in", "garden": "in", "valley": "in", "village": "in", "meadow": "in", "cave": "in",
    "town": "in", "castle": "in", "desert": "in", "jungle": "in", "orchard": "in", "city": "in",
    "hill": "on", "mountain": "on", "island": "on", "farm": "on", "beach": "on", "bridge": "on",
    "sea": "by", "lake": "by", "river": "by", "pond": "by", "mill": "by", "harbour": "by",
    "well": "by", "lighthouse": "by",
}

HER_NAMES = """Ana Clara Ella Greta Iris Kira Mia Nora Rosa Tara Uma Vera Zoe Lily Lucy Ruby Alice Coco Dora Flora Hazel Ivy
Kate Luna Nina Olga Rita Tilly Wanda Yara Bella Molly Penny Stella Daisy Poppy Willow Sara Lena Maria Anna Emma
Sofia Maple""".split()
HIS_NAMES = """Ben Dan Finn Hugo Jack Leo Otto Sam Will Max Tom Oscar Felix Bruno Emil Gus Jonas Milo Paul Sven Anton Theo
Toby Jasper Rufus Basil Rocky Omar Amir Peter John David Lucas Rex""".split()
NAMES = HER_NAMES + HIS_NAMES + "Pip Quinn Sunny Pepper Biscuit".split()

HERO_ADJECTIVES = """small brave shy clever kind lazy curious young old gentle cheerful quiet lonely
hungry little proud careful sleepy friendly tiny""".split()
OBJECT_ADJECTIVES = """old small shiny red blue golden green broken strange little wooden silver
beautiful tiny lost magic yellow heavy round white""".split()
WEATHERS = "sunny rainy windy snowy foggy cold warm stormy cloudy bright quiet".split()
DAY_TIMES = "morning day evening afternoon night".split()
COLOURS = """red blue green yellow white black brown pink purple orange grey golden silver""".split()
FOODS = """bread soup rice cheese honey apples pears cake pasta pizza beans carrots plums nuts
berries pancakes eggs noodles salad cherries""".split()
JOBS = """baker farmer sailor gardener painter teacher doctor shepherd singer cook tailor hunter
driver nurse writer pilot dancer""".split()
MONTHS = """January February March April May June July August September October November
December""".split()
TOWNS = """Paris London Rome Oslo Berlin Madrid Cairo Lima Tokyo Boston Dublin Prague Vienna Athens
Lisbon Delhi""".split()
HOBBIES = [
    "sing", "dance", "swim", "climb trees", "look at the stars", "tell jokes", "collect stones",
    "paint pictures", "watch the clouds", "run in the wind", "cook soup", "play games",
    "sleep in the sun", "listen to old stories", "count the birds", "walk in the rain",
    "dig holes", "make new friends", "build little houses", "whistle happy songs", "read books", "look for berries",
    "watch the sea", "bake bread", "play with the wind", "tell stories by the fire", "jump over puddles", "draw maps",
]

OPENINGS = """
Once upon a time there was {a_hero} named {N}.
Once upon a time, {a_hero} named {N} lived {in_home}.
Once there was {a_hero} called {N} who lived {in_home}.
There was once {a_hero} named {N}.
Long ago, {in_home}, there lived {a_hero} called {N}.
{N} was {a_hero} who lived {in_home}.
{In_home} lived {a_hero} named {N}.
Far away, {in_home}, lived {a_hero}. {His} name was {N}.
A long time ago, {a_hero} called {N} had a little house {in_home}.
Everyone {in_home} knew {N}, {a_hero}.
This is the story of {N}, {a_hero} who lived {in_home}.
Not far from here, {a_hero} named {N} lived {in_home}.
Once upon a time, there lived {a_hero}. Everybody called {him} {N}.
Many years ago there was {a_hero} named {N}, and {his} home was {in_home}.
In a small house {in_home} lived {N}, {a_hero}.
Have you ever heard of {N}? {He} was {a_hero}.
Let me tell you about {N}, {a_hero} who lived {in_home}.
When the world was young, there lived {a_hero} called {N} {in_home}.
There once lived {a_hero} {in_home}, and {his} name was {N}.
{N} the {hero} lived {in_home}, where the wind was always singing.
"""

TRAITS = """
{N} loved to {hobby}.
Every day {N} liked to {hobby}.
{He} liked to {hobby}, and {he} was never bored.
Most of all, {N} loved to {hobby}.
{He} was small, but {he} had a big heart.
{N} lived alone and often wished for a friend.
{He} loved {his} home more than anything.
{N} was always the first to wake up.
In the evenings {he} liked to {hobby}.
{N} and {his} neighbours liked to {hobby} together.
Nobody could {hobby} as well as {N}.
{He} had a warm house, a soft bed and a good heart.
{He} always said, "The best thing in life is to {hobby}."
{N} knew every stone and every tree around {his} home.
{He} was happy when {he} could {hobby}.
"""

# (theme, object kinds or "" for any, steps)
PLOTS = [
    ("honesty", "", """
{Day}, {N} found {a_obj} {in_place}. | While {he} was walking {in_place}, {N} saw {a_obj} on the ground. | {Day}, {N} looked under a bush and there was {a_obj}.
{He} wanted to keep the {obj}, but {he} knew that somebody must miss it. | "Somebody has lost this {obj}," thought {N}. | It was a fine {obj}, but it did not belong to {him}.
So {N} asked everyone {he} met. "Is this your {obj}?" | {N} went from door to door and asked, "Who has lost {a_thing}?" | {He} carried the {obj} {to_place} and called, "Who has lost {a_thing}?"
"It is mine!" cried {a_fr}. "I have looked for it all day." | At last {a_fr} came running. "That is my {obj}! Thank you, {N}!" | {A_fr} began to cry with joy, because the {obj} was a gift from {fr_his} mother.
{N} gave it back, and the {fr} thanked {him} with a warm hug. | {N} gave the {obj} back at once, and {he} felt light and happy. | The {fr} was so glad that {fr_he} invited {N} to dinner.
"""),
    ("sharing", "", """
{Day}, {N} got {a_obj} as a present. | {Day}, {N} bought {a_obj} at the market. | For {his} birthday {N} got {a_obj}.
{He} was so proud that {he} did not let anyone touch the {obj}. | "This {obj} is only for me," said {N}. | {N} hid the {obj} under {his} bed so that nobody could use it.
But soon {he} felt lonely, because nobody came to visit. | But it was no fun to be alone with the {obj}, and {N} became sad. | After some days {N} noticed that {his} friends stayed away.
{A_fr} knocked at the door. "May I see your {obj}?" asked the {fr}. | Then {a_fr} asked, "Can we share the {obj}?" | {N} saw {a_fr} sitting alone outside and thought for a while.
"Yes," said {N}. "We can take turns." | {N} smiled and said, "Come in. It is more fun with two." | "Of course," said {N}. "I am sorry that I kept it for myself."
They laughed and played until the sun went down. | From then on the {obj} belonged to both of them. | The two had so much fun that they forgot the time.
"""),
    ("courage", "light", """
{Day}, all the lights {in_home} went out. | {Day}, a thick fog came down and nobody could see the way. | One dark night, {N} heard somebody cry for help {in_place}.
{N} was afraid of the dark, but {he} took {his} {obj}. | {N} had only {a_obj}, and {his} knees were shaking. | {He} was frightened, but {he} picked up {a_obj} and went outside.
"Hello?" called {N}. "Is anybody there?" | Step by step {he} walked on, and the {obj} shone like a small sun. | The {obj} made a warm circle of light around {him}.
Under a bush sat {a_fr} who had lost the way. | Near the path {he} found {a_fr} who could not find the way home. | Behind a rock {he} saw {a_fr}, cold and full of fear.
"Follow my light," said {N}, and together they walked home. | "Do not be afraid," said {N}. "My {obj} will show us the way." | {N} held the {obj} high, and they found the path again.
When they came home, everyone cheered. | "You are the bravest {hero} I know," said the {fr}. | After that night, {N} was not afraid of the dark any more.
"""),
    ("kindness", "food", """
{Day}, {N} had only {a_obj} to eat. | {Day}, {N} packed {a_obj} for lunch and went {to_place}. | {Day}, {N} made {a_obj}, and it smelled wonderful.
On the way {he} met {a_fr} who was very hungry. | Just then {a_fr} came by. "I have not eaten for two days," said the {fr}. | {He} wanted to eat, but then {he} saw {a_fr} with sad eyes.
{N} looked at the {obj}. It was not very big. | {N} was hungry too, and {he} thought for a moment. | "There is not much," thought {N}, "but there is enough for two."
{He} cut the {obj} in two and gave one half away. | "Sit down with me," said {N}. "We will share the {obj}." | So {he} gave the bigger half to the {fr}.
"Thank you," said the {fr}. "I will never forget this." | They ate together and talked until evening. | The {fr} ate every crumb and smiled for the first time that day.
In the winter, when {N} had nothing to eat, the {fr} brought {him} a basket full of food. | The next day the {fr} came back with a big bag of nuts for {N}. | Since then the two have eaten together every day.
"""),
    ("music", "music", """
{Day}, {N} found {a_obj} in an old box. | {Day}, {a_fr} gave {N} {a_obj}. | {Day}, {N} heard {a_thing} for the first time and wanted one too.
{He} tried to play it, but it sounded terrible. | The first song was so bad that the birds flew away. | When {he} played the {obj}, everyone covered their ears.
"I will never learn it," said {N}, and {he} felt sad. | {N} wanted to give up, because it was so hard. | {He} put the {obj} in a corner and sighed.
"Play a little every day," said {a_fr}. | But {a_fr} said, "Nobody is good on the first day. Try again." | "Do not stop now," said {a_fr}. "I will listen to you."
So {N} practised every morning {in_place}. | Day after day {he} played, and slowly the songs became better. | {N} practised in the sun and in the rain.
At the summer feast {N} played the {obj}, and everybody danced. | One evening {he} played so well that even the moon seemed to listen. | Now, when {N} plays the {obj}, all the neighbours come and sing.
"""),
    ("friendship", "toy", """
{Day}, {N} was playing with {a_obj} {in_place}. | {Day}, {N} took {his} {obj} and went {to_place}. | {Day}, {N} had a new {obj} and wanted to play.
Suddenly the wind took the {obj} and carried it into a high tree. | But the {obj} rolled away and fell into a deep hole. | Then the {obj} got stuck between two rocks.
{N} tried to reach it, but {he} was too small. | {N} jumped and jumped, but {he} could not get it. | {He} pulled with all {his} strength, but nothing happened.
"Can I help you?" asked {a_fr}. | {A_fr} saw it and came closer. "Let us try together," said the {fr}. | "Please help me," {N} said to {a_fr}. "I cannot do it alone."
{N} climbed on the back of the {fr} and got the {obj}. | They found a long stick, and together they got the {obj} back. | The {fr} held {N} by the feet, and {N} caught the {obj}.
Then they played together all afternoon. | "Now we are friends," said {N}, and they played until it was dark. | Since that day {N} has never played alone.
"""),
    ("helping", "tool", """
{Day}, {a_fr} fell into a hole {in_place}. | {Day}, a storm broke the roof of {a_fr}. | {Day}, {a_fr} was in trouble {in_place} and called for help.
{N} heard the noise and ran to help with {a_obj}. | {N} had {a_obj} at home and went to get it. | "Wait," said {N}, "I have {a_obj}. It will help us."
"Hurry, please!" cried the {fr}. | "I am so glad that you came," said the {fr}. | "Do you think it will work?" asked the {fr}.
The work was hard, but {N} did not give up. | {N} used the {obj} again and again until {his} arms were tired. | With the {obj} it went much faster than they had thought.
Before the sun went down, everything was good again. | At last it was done, and both of them sat down and laughed. | After an hour the {fr} was safe.
"How can I thank you?" asked the {fr}. "Be my friend," said {N}. | The {fr} made hot tea for {N}, and they told each other stories. | The {fr} said, "You and your {obj} have saved me!"
"""),
    ("a cold winter", "wear", """
{Day}, it became very cold {in_home}. | {Day}, the first snow fell {in_home}. | One winter {day_time}, the wind blew hard {in_home}.
{N} was warm, because {he} had {a_obj}. | {N} put on {his} {obj} and went for a walk. | {N} was glad that {he} had {his} {obj}.
Then {he} saw {a_fr} who was shaking from the cold. | On the road stood {a_fr} without a coat. | Under a tree sat {a_fr}. "I am so cold," said the {fr}.
"Take my {obj}," said {N}. "You need it more than I do." | {N} thought for a moment and gave {his} {obj} to the {fr}. | Without a word, {N} put the {obj} around the {fr}.
"But now you will be cold," said the {fr}. "Come home with me. I have a fire." | The {fr} smiled and said, "Thank you. Come and sit by my fire." | "You are very kind," said the {fr}, and took {N} home to a warm kitchen.
They drank hot milk and listened to the wind outside. | In the spring the {fr} gave the {obj} back, clean and with a flower on it. | So both of them were warm, and a new friendship began.
"""),
    ("an adventure", "read", """
{Day}, {N} found {a_obj} under the floor of {his} house. | {Day}, the wind blew {a_obj} to the door of {N}. | {Day}, {N} got {a_obj} from {his} grandmother.
In the {obj} there was a secret: something was hidden {in_place}. | {He} looked at the {obj} for a long time and saw a small red cross. | The {obj} told of a treasure {in_place}.
"Will you come with me?" {he} asked {a_fr}. | {N} showed the {obj} to {a_fr}. "Let us look for it!" said the {fr}. | {A_fr} wanted to come too, so they started together.
They walked {to_place} and dug a deep hole. | They crossed a river and climbed over stones until they came {to_place}. | The way {to_place} was long, but they sang all the time.
At last they found a box. Inside were old toys and a note: "Have fun!" | There was no gold, but they found a tree full of sweet plums. | They found a small chest with two silver cups in it.
"The best part was the way," said {N}. | "We did it together," said the {fr}, and they laughed. | They shared everything and kept the {obj} as a memory.
"""),
    ("patience", "plant", """
{Day}, {N} found {a_obj} and took it home. | {Day}, {a_fr} gave {N} {a_obj}. "Take good care of it," said the {fr}. | {Day}, {N} saw {a_obj} {in_place} that nobody cared for.
{N} gave it water and looked at it every hour, but nothing happened. | {He} put the {obj} in the best place of the garden and waited. | "Grow, little {obj}!" said {N}, but it did not grow.
"It is too slow," said {N}, and {he} became angry. | After three days {N} was tired of waiting. | {N} wanted to throw it away.
"Be patient," said {a_fr}. "Good things need time." | But {a_fr} laughed and said, "You were small once, too." | "Wait for the spring," said {a_fr}.
So {N} waited through rain and snow and sun. | {N} gave it a little water every day and sang to it. | Weeks went by, and {N} learned to wait.
One morning everything was green, and {N} jumped for joy. | When spring came, it was the most beautiful plant {in_home}. | At last the {obj} had grown, and all the neighbours came to see it.
"""),
    ("a secret", "treasure", """
{Day}, {N} found {a_obj} {in_place}. | {Day}, something was shining {in_place}. It was {a_obj}. | {Day}, {N} put {his} hand in the water and pulled out {a_obj}.
"Where do you come from?" {he} asked, but the {obj} said nothing. | When {he} held the {obj} in {his} hand, it felt warm. | {N} had never seen such {a_thing} before.
{A_fr} said, "That is no common {obj}. You may make one wish." | {He} showed it to {a_fr}. "It is a magic {obj}," said the {fr}. | {He} met {a_fr} who knew the secret. "Whoever finds the {obj} may wish for something."
{N} thought for a long time about {his} wish. | {N} could wish for gold, or for a castle, or for a long life. | "What do you want most?" asked the {fr}.
"I wish that nobody {in_home} is lonely," said {N}. | "I do not need gold," said {N}. "I wish for a good friend." | "I wish for rain, so that the fields are green again," said {N}.
The {obj} shone once, and the wish came true. | There was a flash of light, and from then on it was so. | The next morning {N} saw that the wish had come true.
"""),
    ("a journey", "travel", """
{Day}, {N} wanted to see the world. | {Day}, {N} built {a_obj} with {his} own hands. | {N} had {a_obj}, but {he} had never been far away from home.
{He} packed some bread, said goodbye and got into the {obj}. | {N} took {his} {obj} and started early in the morning. | "I will be back soon," said {N}, and the {obj} began to move.
On the way {he} met {a_fr}. "Where are you going?" asked the {fr}. | Near the road stood {a_fr}. "May I come with you?" asked the {fr}. | Soon {he} saw {a_fr} who looked very tired.
"To the end of the world," said {N}. "Come with me! There is room for two." | "There is room for you," said {N}, and the {fr} climbed in. | {N} let the {fr} sit beside {him}.
Then a storm came, and the {obj} began to shake. | But at noon the {obj} broke, and they could not go on. | At night it was so dark that they lost the way.
The {fr} knew what to do, and soon they were safe. | Together they mended the {obj} and went on. | They waited until morning and told each other stories so that they were not afraid.
They saw tall mountains and blue lakes, and then they went home. | When they came home, they had a hundred stories to tell. | At the end {N} said, "The world is big, but home is best."
"""),
    ("making peace", "", """
{Day}, {N} and {a_fr} both wanted the same {obj}. | {Day}, {N} and {a_fr} saw {a_obj} at the same time. | {N} and {a_fr} had {a_obj} together, and {day} they had a fight about it.
"I saw the {obj} first!" cried {N}. "No, it is mine!" cried the {fr}. | "Give me the {obj}!" said {N}. "Never!" said the {fr}. | They pulled and pulled, and nobody wanted to let go.
Then the {obj} fell down and broke. | Suddenly there was a loud crack, and the {obj} lay on the ground in two pieces. | While they were fighting, a crow came and stole the {obj}.
Both of them were quiet. {N} felt ashamed. | Now nobody had it, and both were sad. | {N} looked at the {fr}, and the {fr} looked at {N}.
"I am sorry," said {N}. "I am sorry, too," said the {fr}. | "A friend is worth more than {a_thing}," said {N}. | {N} said sorry first, and that was not easy.
Together they made a new {obj}, even better than the old one. | They shook hands and made a new {obj} together. | So they became friends again and never had a fight about {a_thing} again.
"""),
    ("losing something", "", """
{N} had {a_obj} that {he} loved very much. | {N} never went anywhere without {his} {obj}. | The dearest thing that {N} had was {a_obj}.
{Day}, the {obj} was gone. | But {day} {he} could not find the {obj} anywhere. | {Day}, {N} woke up and saw that the {obj} was not there.
{N} looked under the bed, behind the door and in the garden. | {He} looked everywhere and asked everybody. | {N} felt sad, because it was a present from {his} grandmother.
{A_fr} said, "Do not cry. Tell me where you had it last." | "I will help you to look for it," said {a_fr}. | Then {he} asked {a_fr}. "Think of yesterday," said the {fr}.
"I was {in_place}," said {N}. So they went there together. | {N} remembered that {he} had been {in_place}, and they ran there. | They followed the way back {to_place}, step by step.
And there it was, behind a big stone! | The {obj} was lying in the grass, and {N} jumped for joy. | A bird had put the {obj} in its nest, and gave it back with a smile.
"Thank you," said {N}. "Without you I would never have found the {obj}." | {N} hugged the {fr} and held the {obj} tight all the way home. | From now on {N} took better care of the {obj}.
"""),
    ("telling the truth", "", """
{Day}, {N} was playing at home and broke the {obj} of {a_fr}. | {Day}, {N} took the {obj} of {a_fr} without asking. | {Day}, {N} dropped the {obj} of {a_fr} into the water.
"Who did this?" asked the {fr}. | The {fr} came home and looked for the {obj}. | When the {fr} saw it, {fr_he} was very sad.
"It was the wind," said {N}, but {his} ears became red. | {N} said nothing and looked at the floor. | {N} ran away and hid {in_place}.
All night {N} could not sleep, because {he} had a bad feeling. | {He} did not want to eat, and {his} heart was heavy. | {N} thought about it all day and felt worse and worse.
In the morning {he} went to the {fr} and told the truth. "It was me. I am sorry." | At last {N} said, "I did it. I am so sorry about your {obj}." | Then {he} took a deep breath and told the {fr} everything.
"It is good that you told me," said the {fr}. "We can mend the {obj}." | The {fr} was not angry. "Everybody makes mistakes," said the {fr}. | "Thank you for telling the truth," said the {fr}. "That is worth more than {a_thing}."
{N} felt as light as a feather. | That evening {N} slept well again. | Together they got a new {obj}, and {N} paid for it with {his} own coins.
"""),
    ("learning", "", """
{Day}, {N} wanted to make {a_thing}. | {Day}, {N} had an idea: {he} wanted to make the best {obj} {in_home}. | {Day}, {N} saw a fine {obj} and said, "I can make one, too."
The first {obj} was too small, and the second one fell apart. | {He} worked all day, but the {obj} looked strange. | {N} tried it three times, and three times it went wrong.
"It is too hard for a little {hero} like me," said {N}. | {N} sat down and wanted to cry. | {N} was angry and kicked a stone.
{A_fr} came by and said, "Show me how you do it." | "I had the same problem once," said {a_fr}. "Watch me." | Then {he} asked {a_fr}, who knew everything about such things.
Slowly the {fr} showed {him} every step. | The {fr} helped {him}, and {N} watched with big eyes. | "First look, then think, then work," said the {fr}.
The next {obj} was perfect. | This time it worked, and the {obj} was beautiful. | In the evening the {obj} was ready, and {N} danced around it.
"Now I can show others how it is done," said {N}. | {N} gave the first good {obj} to the {fr} as a present. | Soon everyone wanted {a_thing} from {N}.
"""),
    ("a storm", "", """
{Day}, dark clouds came over the {place}. | {Day}, {N} was {in_place} when it began to rain. | {Day}, a big storm was coming {to_place}.
{N} held {his} {obj} tight and ran. | "Quick!" thought {N}. "I must save my {obj}." | {He} put the {obj} under {his} arm and looked for a dry place.
The wind blew so hard that trees fell down. | There was thunder and lightning, and {N} was afraid. | The rain was so strong that {he} could not see the way.
"Come in here!" called {a_fr} from a little house. | Then a door opened, and {a_fr} said, "Come in, come in!" | In a dry cave sat {a_fr}. "There is room for you," said the {fr}.
They sat by the fire, and {N} showed the {fr} the {obj}. | The {fr} gave {him} a blanket, and they looked at the {obj} together. | "What have you got there?" asked the {fr}. "My {obj}," said {N}, and told the whole story.
In the morning the sun was shining, and the air smelled of flowers. | When the storm was over, there was a big rainbow over the {place}. | The next day everything was quiet, and they went outside hand in hand.
"""),
    ("a contest", "", """
{Day}, there was a contest {in_home}, and the prize was {a_obj}. | {Day}, the queen promised {a_obj} to the winner of a race. | {Day}, all the neighbours met {in_place} for a race. The winner would get {a_obj}.
{N} wanted to win the {obj} more than anything. | "I want to have that {obj}," said {N}. | {N} trained every day, because {he} wanted the {obj} so much.
The race began, and {N} ran as fast as {he} could. | Everyone started, and soon {N} was in front. | {N} was not the fastest, but {he} did not give up.
Then {a_fr} fell and could not get up. | Close to the end {he} saw that {a_fr} was hurt. | Beside the road {a_fr} was sitting and crying.
{N} stopped and helped the {fr}. | "Winning is not everything," thought {N}, and {he} went back. | {N} turned around and carried the {fr} on {his} back.
They came in last, but everyone cheered for them. | Somebody else won, but {N} was not sad. | "You have won something better," said the {fr}. "You have won a friend."
And in the end the queen gave the {obj} to {N}, because {he} had a good heart. | In the evening the winner came and gave the {obj} to {N}. | The {fr} made a new {obj} for {N}, and it was more beautiful than the prize.
"""),
    ("a birthday", "", """
It was the birthday of {a_fr}, and {N} had no present. | {Day}, {N} heard that {a_fr} had a birthday. | {Day}, {a_fr} invited {N} to a birthday party.
{N} knew that the {fr} wished for {a_thing}. | "What can I give?" thought {N}. Then {he} had an idea: {a_obj}! | The {fr} had always wanted {a_thing}.
But {he} had no money. | {N} looked in all the shops, but {a_thing} was too dear. | So {he} went {to_place} to look for one.
{He} worked for three days and made {a_obj} with {his} own hands. | {N} swept the street and carried water until {he} had enough coins for the {obj}. | {He} gave away {his} best hat and got {a_obj} for it.
At the party {N} gave the {obj} to the {fr}. | "This is for you," said {N} and held out the {obj}. | {N} came late, but with {a_obj} in {his} hands.
The eyes of the {fr} became big. "{A_thing}! Thank you!" | "It is the best present of all," said the {fr}. | The {fr} was so happy that {fr_he} danced around the table.
Then they ate cake and sang until midnight. | Everybody clapped, and {N} was happy, too. | {N} learned that giving makes you as happy as getting.
"""),
    ("being lost", "", """
{Day}, {N} went {to_place} with {his} {obj}. | {Day}, {N} walked too far, and {he} had only {his} {obj} with {him}. | {Day}, {N} followed a butterfly and forgot the way home.
When it became dark, {he} did not know where {he} was. | {He} looked around, and everything was strange. | All the trees looked the same, and {N} was afraid.
"Stay calm," said {N} to {him}self and held the {obj} tight. | {N} sat down on a stone, looked at {his} {obj} and began to cry. | {He} called for help, but only the wind answered.
After a while {a_fr} came. "Why are you sad?" asked the {fr}. | Then {he} heard a friendly voice. It was {a_fr}. | {A_fr} saw the {obj} from far away and came closer.
"I have lost my way," said {N}. "I know this place well," said the {fr}. "Come with me." | "I want to go home," said {N}. "Then follow me," said the {fr}. | "Do not worry," said the {fr}. "Everyone gets lost one day."
They walked until they saw the lights of home. | Soon {N} saw the house of {his} mother, and {his} heart jumped. | The way was not far, and they talked all the time.
{N} gave the {obj} to the {fr} as a thank you. | "Thank you," said {N}. "Next time I will remember the way." | {N} invited the {fr} to supper and showed {fr_him} the {obj}.
"""),
    ("a dream", "", """
{Day}, {N} fell asleep {in_home} and had a dream. | One night {N} dreamed of {a_obj}. | {Day}, {N} lay down in the grass, closed {his} eyes and began to dream.
In the dream there was {a_obj} as big as a house. | In the dream the {obj} could talk. "Hello, {N}," it said. | In {his} dream {he} was flying over the {place} with {a_obj}.
There {he} met {a_fr} who wore a coat of stars. | Beside it sat {a_fr} who was drinking tea with the moon. | Then {a_fr} came and danced with {him} on a cloud.
"You can be everything that you want," said the {fr}. | "What is your greatest wish?" asked the {fr}. | "Take the {obj}," said the {fr}, "but do not look back."
{N} laughed and held the {obj} in {his} hands. | {N} wanted to answer, but then a bell rang. | {N} reached for the {obj}, and everything became bright.
Then {he} woke up, and the sun was shining. | {N} opened {his} eyes. It was morning. | When {he} woke up, the dream was over.
But beside {him} lay a little {obj}. | {N} told {his} friends about the {obj}, and they all wanted to dream it, too. | {He} never forgot the dream, and every evening {he} thinks of the {obj}.
"""),
    ("a new neighbour", "", """
{Day}, {a_fr} moved into the house next door. | {Day}, a cart full of boxes came {to_home}, and behind it walked {a_fr}. | {Day}, {N} saw {a_fr} in front of the empty house {in_home}.
"I do not like new people," thought {N}, and {he} closed the window. | {N} was curious, but also a little afraid. | All day {N} looked through a hole in the fence.
In the evening the {fr} knocked at the door. "Have you got {a_thing}? I need one." | "Excuse me," said the {fr}. "I have lost my {obj} on the way. Can you help me?" | Then {N} heard somebody cry. The {fr} was sitting on a box. "My {obj} is broken," said the {fr}.
{N} went inside and came back with {a_obj}. | "You can have mine," said {N} and gave the {fr} {a_obj}. | {N} thought for a moment, and then {he} brought {a_obj}.
"How kind you are!" said the {fr}. "Will you stay for tea?" | The {fr} smiled. "I was afraid that nobody would talk to me." | "Thank you," said the {fr}. "Now I feel at home."
They drank tea and found out that they both liked to {hobby}. | Soon they were laughing as if they had always known each other. | After that, {N} took away one board of the fence, so that they could visit each other.
"""),
    ("a riddle", "", """
{Day}, {a_fr} stood on the road and let nobody pass. | {Day}, {N} came to a gate, and before it sat {a_fr}. | {Day}, {N} wanted to go {to_place}, but {a_fr} stood in the way.
"Only who can answer my riddle may go on," said the {fr}. | "First you must answer a question," said the {fr}. | "Tell me the answer to my riddle, and I will let you pass," said the {fr}.
"What becomes bigger the more you take away?" | "What has teeth, but cannot bite?" | "What can you give away and still keep?"
{N} sat down, put {his} {obj} on {his} knees and thought. | {N} thought so hard that {his} ears became hot. {He} turned {his} {obj} around and around. | {N} walked up and down with {his} {obj}, but no answer came.
"A hole!" said {N}. "No, a comb! No, my word!" One of them was right. | Then {N} laughed, because the answer was so easy. | After an hour {he} jumped up and called the answer.
"Well done!" said the {fr}. "Nobody has known it before." | The {fr} was so surprised that {fr_he} fell from {fr_his} chair. | "That is right," said the {fr}. "You have a clever head."
"I will tell you a secret," said {N}. "My {obj} helped me to think." | {N} left the {obj} there as a gift and went on {his} way. | Then they sat down together, looked at the {obj} and made up new riddles.
"""),
    ("teamwork", "", """
{Day}, the river carried away the bridge, and on the other side was the {obj} of {N}. | {Day}, {a_obj} was lying on the other side of the water. | {Day}, the flood came, and {N} saw {his} {obj} on a little island.
"I can swim, but I am not strong," said {N}. | {N} tried to build a bridge alone, but the wood was too heavy. | "How can I get to my {obj}?" asked {N}.
{A_fr} said, "I am strong, but I cannot swim." | "I have got wood," said {a_fr}, "but I do not know how to build." | {A_fr} came closer and said, "Alone we are small. Together we are big."
So they worked together. One held, and the other tied. | They made a plan and drew it in the sand. | All the neighbours came, and everyone brought something.
At noon it rained, but nobody stopped. | They worked until their hands were sore, and they sang to keep going. | Twice it fell into the water, and twice they began again.
In the evening the new bridge was ready. | When the stars came out, they could walk across. | Then the last piece was in its place.
{N} ran across and came back with the {obj}. | First of all they carried the {obj} home and laughed with joy. | "Your {obj} is safe," said the {fr}, "and we all have a bridge."
"""),
    ("being different", "", """
{N} was not like the others, because {he} always carried {a_obj}. | All the others {in_home} laughed about {N} and {his} {obj}. | "Why do you always have {a_thing} with you?" the others asked {N}.
"I like it," said {N}, but in {his} heart {he} was sad. | Nobody wanted to play with {him}. | {N} often sat alone and wished to be like everybody else.
{Day}, {a_fr} came running. "Help! My child has fallen into the well!" | But {day} something happened. {A_fr} was caught in a hole and could not get out. | {Day}, there was a fire, and {a_fr} could not get out of the house.
Everybody talked at once, but nobody knew what to do. | The others ran around and cried. | They pulled and pushed, but nothing helped.
Then {N} came with the {obj}. "Let me try," {he} said. | "My {obj}!" called {N}. "We can use it!" | {N} took the {obj} and did what nobody else had thought of.
And it worked! Everyone was safe. | One moment later the danger was over. | With the {obj} it was easy, and soon all was well.
"Now we understand," said the {fr}. "It is good that you are different." | From then on nobody laughed about {N} any more. | The next day all the others wanted {a_thing}, too.
"""),
    ("a thief", "", """
{Day}, the {obj} of {a_fr} was gone. | {Day}, somebody had stolen the {obj} of {a_fr}. | "A thief!" cried {a_fr} {day}. "My {obj} is gone!"
"I will find it," said {N}, and {he} put on {his} big hat. | {N} looked at everything very carefully. | {N} asked, "When did you see the {obj} last?"
There were small wet footprints on the floor. | On the window {he} found a black feather. | Under the table {he} saw some crumbs.
{N} followed them out of the door and {to_place}. | {He} went after them for an hour, until {he} came {to_place}. | They led {him} over the fields and {to_place}.
There sat a little mouse with the {obj}. | A young crow was sitting there, and in its nest lay the {obj}. | Behind a tree {he} found a small child with the {obj} in its arms.
"I only wanted to look at it. It is so beautiful," said the little thief. | "Please do not be angry," said the little one. "I was so lonely." | "I am sorry," said the thief with a quiet voice. "I have never had {a_thing}."
"Then come with me and say so to the {fr}," said {N}. | {N} was not angry, and they took the {obj} back together. | {N} took the little one by the hand, and they went back to the {fr}.
The {fr} was glad and gave everyone a piece of cake. | In the end the {fr} laughed and let the little one play with the {obj}. | "All is well again," said the {fr}, "and you are the best detective of all."
"""),
    ("a promise", "", """
{Day}, {a_fr} had to go on a long journey. "Please take care of my {obj}," said the {fr}. | {Day}, {a_fr} gave {N} {a_obj}. "Keep it safe until I come back," said the {fr}. | "Can you keep {a_obj} for me?" {a_fr} asked {day}.
"I promise," said {N}. | {N} put {his} hand on {his} heart and promised it. | "You can trust me," said {N}.
Every evening {he} looked at the {obj} and cleaned it. | {N} put the {obj} in the best place of the house. | The days went by, and {N} took good care of the {obj}.
Then a rich man came. "I will give you a hundred coins for the {obj}," he said. | {Day}, a stranger stood at the door and wanted to buy the {obj}. | But winter came, {N} was poor, and everyone said, "Sell the {obj}!"
{N} was hungry, but {he} shook {his} head. "It is not mine." | "No," said {N}. "I have made a promise." | For a moment {N} thought of all the things {he} could buy, but then {he} said no.
In the spring the {fr} came back and found the {obj} as it had been. | At last the {fr} came home. "You have kept your word!" said the {fr}. | One day the {fr} stood at the door again, and {N} gave back the {obj}.
"A friend like you is hard to find," said the {fr}, and gave {him} half of everything. | "Now the {obj} is yours," said the {fr}. "You have earned it." | They had a feast, and {N} felt richer than a king.
"""),
    ("being proud", "", """
{N} had {a_obj}, and {he} thought that it was the best in the world. | {Day}, {N} showed everybody {his} {obj}. "Nobody has such a fine one!" {he} said. | "Look at my {obj}!" said {N} to everyone {in_home}.
{He} walked with {his} nose in the air. | {N} did not say hello to anyone any more. | "Do not come too close," said {N}. "You could make it dirty."
{Day}, {he} did not look at the way and fell into the mud. | But {day} {he} held {his} nose so high that {he} fell into a ditch. | {Day}, {N} walked past {a_fr} without a word, and the next moment {he} fell into the pond.
The {obj} was full of mud, and {N} could not get out. | Now {he} was sitting there, wet and dirty, and {his} {obj} was dirty, too. | "Help!" cried {N}, but at first nobody came.
Then {a_fr} held out a hand. "Come, I will pull you out." | {A_fr} heard it and came to help. | Only {a_fr} stopped and helped {him}.
"Why do you help me?" asked {N}. "I was not nice to you." | {N} became red. "I have been so silly," {he} said. | {N} did not know what to say.
"Everybody needs help one day," said the {fr}. | "That is what neighbours do," said the {fr}, and cleaned the {obj}. | The {fr} only smiled and washed the {obj} in the river.
Since that day {N} says hello to everyone first. | {N} never boasted about the {obj} again. | From then on {N} let everybody use the {obj}.
"""),
    ("the moon", "", """
{Day}, when it was dark, {N} saw that the moon was sad. | One clear night the moon came down {to_place}. | {Day}, {N} could not sleep and looked at the moon.
"Why are you so pale?" asked {N}. | "What is the matter?" {N} asked the moon. | "You look lonely," said {N} to the moon.
"I see everybody, but nobody plays with me," said the moon. | "The sun has friends all day," said the moon, "but at night everyone sleeps." | "I have never had a present," said the moon.
{N} thought about it and got {his} {obj}. | Then {N} had an idea. {He} ran home and came back with {a_obj}. | "Wait here," said {N}, and {he} took {his} {obj} out of the box.
{He} climbed on the highest roof and held up the {obj}. "This is for you!" | "Look," said {N} and showed the moon the {obj}. | {A_fr} helped {him} to carry the {obj} up the hill, and they gave it to the moon.
The moon began to shine so brightly that the {fr} woke up. | The moon laughed, and silver light fell on the {obj}. | Then the moon became round and bright again.
Since then the moon always shines into the window of {N}. | And when the moon is full, you can see the {obj} on it. | "Good night, my friend," said the moon, and {N} fell asleep with a smile.
"""),
    ("making a present", "", """
Soon it was the feast of winter, and {N} wanted to give {a_fr} something nice. | {Day}, {N} thought, "I would like to make {a_fr} happy." | {N} had a good friend, {a_fr}, and the {fr} was ill.
"I will make {a_obj}," said {N}. | {He} remembered that the {fr} loved everything about {a_thing}. | "What can I bring?" thought {N}, and then {he} thought of {a_obj}.
{He} worked on the {obj} for three days and three nights. | {N} took paper, wood and colours and began to work on the {obj}. | {N} asked {his} grandmother how to make such {a_thing}, and she told {him}.
It was a little crooked, but {N} put it in red paper. | When the {obj} was ready, {he} was tired but happy. | It was not perfect, but it came from the heart.
With the {obj} under {his} arm {he} walked through the snow. | {He} put the {obj} before the door, knocked and hid behind a tree. | {N} carried the {obj} very carefully {to_place}, where the {fr} lived.
The {fr} opened the door and cried with joy. | "For me?" asked the {fr}. "Nobody has ever made {a_thing} for me!" | When the {fr} saw the {obj}, {fr_he} danced through the room.
"It is the most beautiful {obj} in the world," said the {fr}. | And the best was: the {fr} had made {a_thing} for {N}, too! | Then they sat by the window and drank hot chocolate.
"""),
    ("overcoming fear", "", """
{N} was afraid of deep water, of loud noises and of the dark. | All the others {in_home} were brave, only {N} was afraid. | "I am afraid of everything," said {N}.
{Day}, {a_fr} gave {him} {a_obj}. "It will make you brave," said the {fr}. | {Day}, {N} found {a_obj}, and {a_fr} said, "Who has such {a_thing} need not be afraid." | {A_fr} heard it and came with {a_obj}. "This {obj} is magic," said the {fr}.
{N} took the {obj} and held it tight. | From then on {N} always had the {obj} with {him}. | With the {obj} in {his} hand {he} felt a little better.
{He} went into the dark cave, and nothing happened. | {He} put one foot into the water, then the other, and then {he} swam. | {He} walked through the night and was not afraid.
"It works!" called {N}. "The {obj} is really magic!" | "I did it!" {he} cried. "Thank you for the {obj}!" | {N} danced with joy and kissed the {obj}.
The {fr} laughed. "It is a common {obj}. You were brave all by yourself." | "The {obj} is not magic at all," said the {fr}. "The courage was inside of you." | Then the {fr} told {him} the truth: "I found that {obj} on the road."
{N} looked at the {obj} for a long time and smiled. | {N} kept the {obj} all the same, to remember it. | Now, when somebody is afraid, {N} gives {him}self a push and lends them the {obj}.
"""),
    ("a wish", "", """
{N} had only one wish: {a_obj}. | More than anything in the world, {N} wanted to have {a_thing}. | Every night {N} dreamed of {a_obj}.
{Day}, {he} threw a coin into the old well {in_place}. | {Day}, {he} saw a falling star and made a wish. | {Day}, {he} told {his} wish to the wind.
{N} waited and waited, but nothing happened. | The next morning there was no {obj}, and {N} was sad. | Days went by, but there was no {obj}.
On the way home {he} met {a_fr} who was carrying a heavy sack. | Then {he} saw {a_fr} in the field. The work was much too hard for one. | Before the house sat {a_fr} who had hurt a foot.
{N} forgot {his} wish and helped the {fr}. | "Let me do that," said {N}, and {he} worked until evening. | {N} stayed the whole day and did all the work.
"I cannot pay you," said the {fr}, "but there is something in my house for you." | "Come in," said the {fr}. "You shall have a present." | In the evening the {fr} opened an old chest. "Take this," said the {fr}.
It was {a_obj}! {N} could not believe {his} eyes. | And what was it? {A_thing}, just as {N} had dreamed! | {N} opened {his} hands, and there was the {obj}.
So the wish came true after all. | "Wishes like to take the long way," said the {fr}. | {N} ran home with the {obj} and thanked the stars.
"""),
]

ENDINGS = """
And they lived happily ever after.
The end.
From that day on, {N} and the {fr} were best friends.
{N} went home, tired and happy.
That night {N} slept very well.
And if you go {to_home}, you can still see them there.
Everyone {in_home} still tells the story of {N}.
And {N} was never lonely again.
{N} smiled all the way home.
And that was the best day of {his} life.
So {N} learned that a good friend is worth more than gold.
And {N} the {hero} never forgot that day.
Since then {N} and the {fr} meet {in_home} every week.
And so the day ended with a smile.
When the moon came up, everything was quiet and good.
They are still friends today.
And every year, on that day, they have a feast {in_home}.
That is the end of the story of {N} the {hero}.
In the evening {N} told {his} grandmother everything.
{N} closed {his} eyes and thought, "What a day!"
"""

THEME_ENDINGS = """
That is how {N} learned about {theme}.
And that is the story of {N} and {theme}.
So {N} understood how important {theme} is.
Ever since, {N} has known a lot about {theme}.
"""
VIRTUES = {"honesty", "sharing", "courage", "kindness", "friendship", "helping", "patience", "learning",
           "telling the truth", "making peace", "teamwork", "being different", "overcoming fear"}
