"""Makes the training text of the fable model: stories, and chats made of small tasks.

Everything is drawn from a `random.Random`, so a seed gives the same text on every machine.
Combinations whose hash falls into a fixed sixteenth are kept out of the training text; they
are what heldout_prompts() asks.
"""
from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field
from typing import Callable, Iterator

import pieces as P

Message = dict[str, str]


@dataclass
class Document:
    """A plain text (`text`) or a chat (`messages`)."""
    text: str = ""
    messages: list[Message] = field(default_factory=list)


@dataclass
class Fact:
    """A clause that a user can state, with the questions that ask for it and the answer."""
    key: str
    clause: str
    questions: list[str]
    answer: str
    value: str


def held_out(*parts: object) -> bool:
    """Tells whether a combination belongs to the part that training never sees."""
    digest = hashlib.sha256("\x1f".join(str(p) for p in parts).encode()).digest()
    return digest[0] % 16 == 0


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def article(noun: str) -> str:
    return ("an " if noun[0].lower() in "aeiou" and not noun.startswith("uni") else "a ") + noun


def plural(noun: str) -> str:
    irregular = {"mouse": "mice", "goose": "geese", "wolf": "wolves", "child": "children", "fisherman": "fishermen",
                 "sheep": "sheep", "deer": "deer", "fish": "fish", "octopus": "octopuses", "loaf": "loaves"}
    if noun in irregular:
        return irregular[noun]
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


ONSETS = "b bl br d dr f fl g gl gr h j k kl l m n p pl r s sh sk sl sn st t tr v w z".split()
VOWELS = "a e i o u".split()
CODAS = ["", "", "", "b", "k", "l", "m", "n", "p", "r", "s", "t", "x", "ng"]


def made_up_word(rng: random.Random, syllables: int = 0) -> str:
    count = syllables or rng.choice([1, 2, 2, 2, 3])
    word = "".join(rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(count))
    return word + rng.choice(CODAS[3:] if count == 1 else CODAS)


def a_name(rng: random.Random, gender: str = "", made_up: float = 0.2) -> str:
    """Draws a first name, fit for "he" or "she" if one is given."""
    names = {"she": P.HER_NAMES, "he": P.HIS_NAMES}.get(gender, P.NAMES)
    return capital(made_up_word(rng, 2)) if rng.random() < made_up else rng.choice(names)


# ---------------------------------------------------------------- stories

KIND_OF = {noun: kind for kind, nouns in P.OBJECTS.items() for noun in nouns.split()}
HEROES = P.ANIMALS + list(P.PEOPLE)
OPENINGS = P.OPENINGS.strip().split("\n")
TRAITS = P.TRAITS.strip().split("\n")
ENDINGS = P.ENDINGS.strip().split("\n")
THEME_ENDINGS = P.THEME_ENDINGS.strip().split("\n")
PLOTS = [(theme, kind, [line.split(" | ") for line in text.strip().split("\n")]) for theme, kind, text in P.PLOTS]
TOO_BIG_FOR = {"honesty", "sharing", "losing something", "a storm", "being lost", "telling the truth"}


def gender_of(name: str) -> str:
    return "she" if name in P.HER_NAMES else "he" if name in P.HIS_NAMES else ""


def pronouns(rng: random.Random, noun: str, name: str = "") -> tuple[str, str, str]:
    he = P.PEOPLE.get(noun) or gender_of(name) or rng.choice(["he", "she"])
    return ("he", "him", "his") if he == "he" else ("she", "her", "her")


def story(rng: random.Random, want: dict[str, str] | None = None, made_up: float = 0.2) -> str:
    """Writes a story; `want` may fix hero, hero_adj, name, friend, obj, obj_adj, place, theme and day.

    `made_up` is the share of invented names among the names that are not fixed.
    """
    want = want or {}
    while True:
        hero = want.get("hero") or rng.choice(HEROES)
        plots = [p for p in PLOTS if want.get("theme") in (None, p[0])]
        if "obj" in want:
            kind = KIND_OF.get(want["obj"], "")
            own = [p for p in plots if p[1] and p[1] == kind]
            plots = [p for p in plots if not p[1] and not (kind == "travel" and p[0] in TOO_BIG_FOR)]
            plots = own * max(1, len(plots) // 2) + plots
        theme, kind, steps = rng.choice(plots)
        allowed = P.OBJECTS[kind].split() if kind else [o for o in KIND_OF if KIND_OF[o] != "travel"]
        obj = want.get("obj") or rng.choice(allowed)
        if not held_out("story", hero, obj) or "hero" in want and "obj" in want:
            break
    name = want.get("name") or a_name(rng, P.PEOPLE.get(hero, ""), made_up)
    he, him, his = pronouns(rng, hero, name)
    friend = want.get("friend") or rng.choice([h for h in HEROES if h != hero])
    fr_he, fr_him, fr_his = pronouns(rng, friend)
    place = want.get("place") or rng.choice(list(P.PLACES))
    home = place if "place" in want or rng.random() < 0.3 else rng.choice(list(P.PLACES))
    at, at_home = P.PLACES[place], P.PLACES[home]
    day = want.get("day") or rng.choice(P.WEATHERS) + " " + rng.choice(P.DAY_TIMES)
    hero_adj = want.get("hero_adj") or rng.choice(P.HERO_ADJECTIVES)
    obj_adj = want.get("obj_adj") or rng.choice(P.OBJECT_ADJECTIVES)
    slots = {
        "N": name, "he": he, "him": him, "his": his, "He": capital(he), "His": capital(his), "hero": hero,
        "a_hero": article(f"{hero_adj} {hero}"), "fr": friend, "fr_he": fr_he, "fr_him": fr_him, "fr_his": fr_his,
        "a_fr": article(f"{rng.choice(P.HERO_ADJECTIVES)} {friend}"),
        "obj": obj, "a_obj": article(f"{obj_adj} {obj}"), "a_thing": article(obj), "A_thing": capital(article(obj)),
        "place": place, "in_place": f"{at} the {place}", "to_place": f"to the {place}",
        "in_home": f"{at_home} the {home}", "In_home": f"{capital(at_home)} the {home}", "to_home": f"to the {home}",
        "hobby": rng.choice(P.HOBBIES),
        "Day": f"One {day}", "day": f"one {day}", "day_time": rng.choice(P.DAY_TIMES), "theme": theme,
    }
    slots["A_fr"] = capital(slots["a_fr"])
    openings = [o for o in OPENINGS if "place" not in want or "home}" in o]
    parts = [rng.choice(openings)]
    if rng.random() < 0.7:
        parts.append(rng.choice(TRAITS))
    parts += [rng.choice(variants) for variants in steps]
    if "theme" in want and (theme not in P.VIRTUES or rng.random() < 0.8):
        parts.append(rng.choice(THEME_ENDINGS if theme in P.VIRTUES else ENDINGS))
    elif rng.random() < 0.8:
        parts.append(rng.choice(ENDINGS))
    return " ".join(parts).format_map(slots)


def subject(rng: random.Random, hidden: bool = False, polish: bool = False) -> tuple[str, dict[str, str], list[str]]:
    """Draws what a story is to be about: its phrase, the wishes for story(), the words that must occur.

    The last stage of training, `polish`, has more of the subjects that are hard: those with several parts.
    """
    while True:
        hero, obj = rng.choice(HEROES), rng.choice(list(KIND_OF))
        if rng.random() < 0.12:
            hero = made_up_word(rng)
        if rng.random() < 0.12:
            obj = made_up_word(rng)
        if held_out("story", hero, obj) == hidden:
            break
    friend = rng.choice([h for h in HEROES if h != hero])
    hero_adj, obj_adj = rng.choice(P.HERO_ADJECTIVES), rng.choice(P.OBJECT_ADJECTIVES)
    place, name = rng.choice(list(P.PLACES)), a_name(rng, P.PEOPLE.get(hero, ""))
    pair = {"hero": hero, "obj": obj}
    forms: list[tuple[str, dict[str, str], list[str]]] = [
        (f"{article(hero)} and {article(obj)}", pair, [hero, obj]),
        (f"{article(hero)} and {article(obj)}", pair, [hero, obj]),
        (f"{article(obj)} and {article(hero)}", pair, [hero, obj]),
        (f"{article(hero)} with {article(obj)}", pair, [hero, obj]),
        (f"{article(hero_adj + ' ' + hero)} and {article(obj_adj + ' ' + obj)}",
         pair | {"hero_adj": hero_adj, "obj_adj": obj_adj}, [hero, obj]),
        (f"{article(hero)} named {name} and {article(obj)}", pair | {"name": name}, [hero, obj, name]),
        (f"{article(hero)} who {rng.choice(['finds', 'has', 'loses', 'wants'])} {article(obj)}", pair, [hero, obj]),
        (f"{article(hero)} and {article(obj)} {P.PLACES[place]} the {place}", pair | {"place": place}, [hero, obj, place]),
    ]
    if not hidden:
        plot = rng.choice(PLOTS)[0]
        day = rng.choice(P.WEATHERS) + " " + rng.choice(P.DAY_TIMES)
        forms += [
            (article(hero), {"hero": hero}, [hero]),
            (article(hero), {"hero": hero}, [hero]),
            (article(f"{hero_adj} {hero}"), {"hero": hero, "hero_adj": hero_adj}, [hero]),
            (f"{article(hero)} {rng.choice(['named', 'called'])} {name}", {"hero": hero, "name": name}, [hero, name]),
            (f"{name} the {hero}", {"hero": hero, "name": name}, [hero, name]),
            (plural(hero), {"hero": hero}, [hero]),
            (article(obj), {"obj": obj}, [obj]),
            (article(obj), {"obj": obj}, [obj]),
            (f"the {obj}", {"obj": obj}, [obj]),
            (article(f"{obj_adj} {obj}"), {"obj": obj, "obj_adj": obj_adj}, [obj]),
            (f"the {place}", {"place": place}, [place]),
            (article(place), {"place": place}, [place]),
            (f"{article(hero)} {P.PLACES[place]} the {place}", {"hero": hero, "place": place}, [hero, place]),
            (f"{article(hero)} and {article(friend)}", {"hero": hero, "friend": friend}, [hero, friend]),
            (f"{article(hero)} and {article(friend)}", {"hero": hero, "friend": friend}, [hero, friend]),
            (plot, {"theme": plot}, []),
            (f"{article(hero)} and {plot}", {"theme": plot, "hero": hero}, [hero]),
            (article(day), {"day": day}, [day]),
            (name, {"name": name}, [name]),
        ]
    if polish:
        named = [(f"{name} the {hero} and {article(obj)}", pair | {"name": name}, [hero, obj, name]), forms[5]]
        forms += forms[:8] + 3 * named
    return rng.choice(forms)


STORY_REQUESTS = """
Tell me a story about {x}.
Tell me a story about {x}.
Tell me a story about {x}
Tell me a short story about {x}.
Please tell me a story about {x}.
Please tell a story about {x}.
Can you tell me a story about {x}?
Could you tell me a story about {x}?
Write a story about {x}.
Write a short story about {x}.
Write me a little story about {x}.
I would like to hear a story about {x}.
I want a story about {x}.
A story about {x}, please.
Story about {x}
Make up a story about {x}.
Give me a story about {x}.
Give me a bedtime story about {x}.
Tell us a story about {x}!
Do you know a story about {x}?
Now tell me a story about {x}.
Tell me about {x}.
tell me a story about {x}
write a story about {x}
""".strip().split("\n")

PLAIN_STORY_REQUESTS = """
Tell me a story.
Tell me a story, please.
Please tell me a story.
Can you tell me a story?
Write a short story.
Tell me another story.
I want to hear a story.
Another story, please.
Tell me a bedtime story.
Make up a story.
tell me a story
Once more, please.
""".strip().split("\n")


def story_turn(rng: random.Random, polish: bool = False) -> tuple[str, str]:
    made_up = 0.03 if polish else 0.2
    if rng.random() < 0.08:
        return rng.choice(PLAIN_STORY_REQUESTS), story(rng, made_up=made_up)
    phrase, want, _ = subject(rng, polish=polish)
    return rng.choice(STORY_REQUESTS).format(x=phrase), story(rng, want, made_up)


# ---------------------------------------------------------------- lists

REPEAT_REQUESTS = """
Repeat: {x}
Repeat: {x}
Repeat: {x}.
Repeat this: {x}
Repeat this list: {x}
Repeat these words: {x}
Repeat after me: {x}
Please repeat: {x}
Please repeat this list: {x}.
Say: {x}
Say again: {x}
Say this again: {x}
Copy: {x}
Copy this list: {x}
Echo: {x}
Please say these words: {x}
repeat: {x}
""".strip().split("\n")

COMMON_WORDS = sorted(set(HEROES + list(KIND_OF) + list(P.PLACES) + P.COLOURS + P.FOODS + P.JOBS
                          + P.HERO_ADJECTIVES + P.OBJECT_ADJECTIVES
                          + "moon sun sky rain snow wind fire water house door window table chair".split()))


def a_list(rng: random.Random, longest: int, hidden: bool = False, length: int = 0) -> list[str]:
    """Draws the items of a list: words, names, numbers and made-up words."""
    style = rng.choice(["words", "words", "made up", "made up", "mixed", "mixed", "numbers"])
    makers: dict[str, list[Callable[[], str]]] = {
        "words": [lambda: rng.choice(COMMON_WORDS)],
        "made up": [lambda: made_up_word(rng)],
        "numbers": [lambda: str(rng.choice([rng.randrange(10), rng.randrange(100), rng.randrange(1000)]))],
    }
    makers["mixed"] = makers["words"] * 2 + makers["made up"] + makers["numbers"] + [lambda: a_name(rng)]
    while True:
        items = [rng.choice(makers[style])() for _ in range(length or rng.randint(1, longest))]
        if held_out("list", *items) == hidden:
            return items


def repeat_turn(rng: random.Random, longest: int = 8) -> tuple[str, str]:
    items = a_list(rng, longest)
    joined = (" " if rng.random() < 0.15 else ", ").join(items)
    return rng.choice(REPEAT_REQUESTS).format(x=joined), joined


# ---------------------------------------------------------------- sums

SUM_REQUESTS = {
    "+": ["What is {a} + {b}?", "What is {a} + {b}?", "What is {a} plus {b}?", "How much is {a} + {b}?",
          "How much is {a} plus {b}?", "Add {a} and {b}.", "{a} + {b}", "{a} + {b} = ?", "Calculate {a} + {b}.",
          "{a}+{b}", "Please add {a} and {b}.", "what is {a} + {b}"],
    "-": ["What is {a} - {b}?", "What is {a} - {b}?", "What is {a} minus {b}?", "How much is {a} - {b}?",
          "How much is {a} minus {b}?", "Take {b} from {a}.", "{a} - {b}", "{a} - {b} = ?", "Calculate {a} - {b}.",
          "{a}-{b}", "Subtract {b} from {a}.", "what is {a} - {b}"],
}


def a_sum(rng: random.Random, hidden: bool = False) -> tuple[int, str, int, int]:
    while True:
        sign, a, b = rng.choice("++-"), rng.randint(0, 20), rng.randint(0, 20)
        if sign == "-" and a < b:
            a, b = b, a
        if held_out("sum", sign, a, b) == hidden:
            return a, sign, b, a + b if sign == "+" else a - b


def sum_turn(rng: random.Random) -> tuple[str, str]:
    a, sign, b, result = a_sum(rng)
    return rng.choice(SUM_REQUESTS[sign]).format(a=a, b=b), f"{a} {sign} {b} = {result}"


# ---------------------------------------------------------------- facts

PETS = "dog cat bird horse rabbit fish hamster parrot turtle mouse pony goat".split()
RELATIVES = {"sister": "she", "brother": "he", "mother": "she", "father": "he", "aunt": "she", "uncle": "he",
             "friend": "", "cousin": "", "teacher": "", "neighbour": ""}
FAVOURITES = {"colour": P.COLOURS, "food": P.FOODS, "animal": P.ANIMALS, "month": P.MONTHS, "town": P.TOWNS}


def made_fact(rng: random.Random) -> Fact:
    """Draws one fact of a dozen kinds."""
    colour = rng.choice(P.COLOURS)
    thing = rng.choice(list(KIND_OF))
    name, other = a_name(rng), a_name(rng)
    number = str(rng.choice([rng.randrange(100), rng.randrange(1000), rng.randrange(1000, 10000)]))
    kind = rng.randrange(16)
    if kind == 0:
        return Fact("name", rng.choice([f"my name is {name}", f"my name is {name}", f"I am {name}", f"I am called {name}"]),
                    ["What is my name?", "What is my name?", "Do you know my name?", "Who am I?", "What am I called?"],
                    f"Your name is {name}.", name)
    if kind in (1, 2):
        pet = rng.choice(PETS)
        return Fact(f"pet {pet}", rng.choice([f"my {pet} is called {name}", f"I have a {pet} called {name}",
                                              f"my {pet} is named {name}", f"the name of my {pet} is {name}"]),
                    [f"What is my {pet} called?", f"What is the name of my {pet}?", f"What is my {pet}'s name?"],
                    f"Your {pet} is called {name}.", name)
    if kind == 3:
        what = rng.choice(list(FAVOURITES))
        value = made_up_word(rng) if rng.random() < 0.15 else rng.choice(FAVOURITES[what])
        return Fact(f"favourite {what}", f"my favourite {what} is {value}",
                    [f"What is my favourite {what}?", f"Which {what} do I like best?"],
                    f"Your favourite {what} is {value}.", value)
    if kind == 4:
        town = capital(made_up_word(rng)) if rng.random() < 0.3 else rng.choice(P.TOWNS)
        return Fact("town", rng.choice([f"I live in {town}", f"my home is in {town}"]),
                    ["Where do I live?", "In which town do I live?"], f"You live in {town}.", town)
    if kind == 5:
        who = rng.choice(list(RELATIVES))
        name = a_name(rng, RELATIVES[who])
        return Fact(f"relative {who}", rng.choice([f"my {who} is called {name}", f"my {who}'s name is {name}"]),
                    [f"What is my {who} called?", f"What is my {who}'s name?", f"What is the name of my {who}?"],
                    f"Your {who} is called {name}.", name)
    if kind == 6:
        who, job = rng.choice(list(RELATIVES)[:8]), rng.choice(P.JOBS)
        return Fact(f"job {who}", f"my {who} is {article(job)}", [f"What does my {who} do?", f"What is my {who}'s job?"],
                    f"Your {who} is {article(job)}.", job)
    if kind == 7:
        return Fact(f"where {thing}", f"the {thing} is in the {colour} box",
                    [f"Where is the {thing}?", f"In which box is the {thing}?"],
                    f"The {thing} is in the {colour} box.", colour)
    if kind == 8:
        return Fact(f"box {colour}", f"the {colour} box holds {article(thing)}",
                    [f"What does the {colour} box hold?", f"What is in the {colour} box?"],
                    f"The {colour} box holds {article(thing)}.", thing)
    if kind == 9:
        what = rng.choice(["code", "secret number", "password", "magic word"])
        value = number if "number" in what or what == "code" else made_up_word(rng)
        return Fact(what, f"the {what} is {value}", [f"What is the {what}?", f"Do you remember the {what}?",
                                                     f"Tell me the {what}."], f"The {what} is {value}.", value)
    if kind == 10:
        age = str(rng.randint(4, 99))
        return Fact("age", f"I am {age} years old", ["How old am I?", "What is my age?"], f"You are {age} years old.", age)
    if kind == 11:
        month = rng.choice(P.MONTHS)
        return Fact("birthday", f"my birthday is in {month}", ["When is my birthday?", "In which month is my birthday?"],
                    f"Your birthday is in {month}.", month)
    if kind == 12:
        food = rng.choice(P.FOODS)
        return Fact(f"likes {name}", f"{name} likes {food}", [f"What does {name} like?"], f"{name} likes {food}.", food)
    if kind == 13:
        pet = rng.choice(PETS)
        return Fact(f"pet of {name} {pet}", f"{name} has a {pet} called {other}",
                    [f"What is the {pet} of {name} called?", f"What is {name}'s {pet} called?"],
                    f"The {pet} of {name} is called {other}.", other)
    if kind == 14:
        return Fact(f"door {colour}", f"the number of the {colour} door is {number}",
                    [f"What is the number of the {colour} door?"], f"The number of the {colour} door is {number}.", number)
    word, value = rng.choice(COMMON_WORDS), made_up_word(rng)
    return Fact(f"word {word}", f"the word for {word} is {value}",
                [f"What is the word for {word}?", f"How do you say {word}?"], f"The word for {word} is {value}.", value)


def some_facts(rng: random.Random, count: int, taken: set[str] | None = None) -> list[Fact]:
    """Draws facts that do not contradict each other nor those whose keys are taken."""
    seen = taken if taken is not None else set()
    facts: list[Fact] = []
    tries = 0
    while len(facts) < count and tries < 20 * count:
        tries += 1
        fact = made_fact(rng)
        if fact.key not in seen and not held_out("fact", fact.clause):
            seen.add(fact.key)
            facts.append(fact)
    return facts


def stated(rng: random.Random, facts: list[Fact]) -> str:
    """Writes facts as sentences, sometimes two of them joined by "and"."""
    sentences: list[str] = []
    rest = list(facts)
    while rest:
        clause = rest.pop(0).clause
        if rest and rng.random() < 0.35:
            clause += " and " + rest.pop(0).clause
        sentences.append(capital(clause) + ".")
    return " ".join(sentences)


ACKNOWLEDGEMENTS = ["I will remember that.", "Thank you, I will remember that.", "Good to know."]
UNKNOWN = "You have not told me that yet."
RECALL_LEADS = ["", "", "", "", "", "Now tell me: ", "Question: ", "Do you remember? ", "Please answer: "]


def recall_turn(rng: random.Random, most: int = 6) -> tuple[str, str]:
    taken: set[str] = set()
    facts = some_facts(rng, rng.randint(1, most), taken)
    if rng.random() < 0.04:
        asked = some_facts(rng, 1, taken)[0]
        return f"{stated(rng, facts)} {rng.choice(asked.questions)}", UNKNOWN
    asked = rng.choice(facts)
    return f"{stated(rng, facts)} {rng.choice(RECALL_LEADS)}{rng.choice(asked.questions)}", asked.answer


def reading_turn(rng: random.Random) -> tuple[str, str]:
    """A story in the prompt, and a question about its hero."""
    name, hero = a_name(rng), rng.choice(HEROES)
    text = story(rng, {"name": name, "hero": hero})
    question, answer = rng.choice([
        ("What is the hero of the story called?", f"The hero of the story is called {name}."),
        ("Who is the story about?", f"The story is about {name} the {hero}."),
        (f"What is the {hero} called?", f"The {hero} is called {name}."),
    ])
    return (f"{text} {question}" if rng.random() < 0.5 else f"Here is a story. {text} {question}"), answer


# ---------------------------------------------------------------- small talk

ABOUT = ("I am Fable, a small language model. I can tell stories, repeat lists, add small numbers and remember "
         "what you tell me.")
ABILITIES = "I can tell stories, repeat lists, add small numbers and remember what you tell me."
SMALL_TALK: list[tuple[list[str], list[str]]] = [
    (["Hello", "Hello!", "Hi", "Hi!", "Hi there", "Hey", "Hello there!", "Good morning!", "Good evening!", "hello", "hi",
      "Good day!", "Hello, Fable!", "Hi Fable"],
     ["Hello! What can I do for you?", "Hello! Shall I tell you a story?", "Hi! How can I help you?"]),
    (["Who are you?", "What are you?", "What is your name?", "Tell me about yourself.", "who are you?", "Introduce yourself.",
      "Are you a robot?", "Are you a person?", "Which model are you?", "Who am I talking to?"], [ABOUT]),
    (["What can you do?", "How can you help me?", "What are you able to do?", "Help", "Help me", "What can I ask you?",
      "what can you do", "Can you help me?"], [ABILITIES]),
    (["How are you?", "How are you today?", "How do you do?"], ["I am fine, thank you. How can I help you?"]),
    (["Thank you!", "Thanks", "Thank you very much.", "Thanks a lot!", "thanks"],
     ["You are welcome!", "You are welcome! Shall I tell you a story?"]),
    (["Goodbye", "Bye", "Bye!", "Good night!", "See you later.", "Goodbye, Fable!"], ["Goodbye!", "Goodbye! Come back soon."]),
    (["That was nice.", "I liked that story.", "What a lovely story!", "Great!", "Good job!", "Well done."],
     ["I am glad that you like it.", "Thank you! Shall I tell you another story?"]),
    (["What is the capital of France?", "Write a poem.", "Write some code.", "Translate this text.", "What time is it?",
      "What is the weather like?", "Explain how a computer works.", "What is the meaning of life?", "Who is the president?",
      "Solve this equation.", "Give me a recipe.", "How far is the moon?", "What is love?", "Why is the sky blue?",
      "Write an email to my boss.", "Tell me the news.", "Sing a song."],
     ["I do not know that. " + ABILITIES]),
]

SYSTEM_TEXTS = """
You are Fable.
You are a helpful assistant.
You are a friendly assistant.
You are Fable, a friendly storyteller.
You are a storyteller.
You are a helpful assistant. Answer in short sentences.
Be kind and answer briefly.
Answer the questions of the user.
You tell stories for children.
Help the user.
""".strip().split("\n")


OTHER_REQUESTS = ["What is the capital of {x}?", "Who invented the {x}?", "Why is the {x} {y}?", "Explain the word {x}.",
                  "How do I make a {x}?", "What does a {x} cost?", "Where can I buy a {x}?", "How many {x} are there?",
                  "Translate {x}.", "What do you think about {x}?", "How old is the {x}?", "Draw a {x}."]


def small_talk_turn(rng: random.Random) -> tuple[str, str]:
    if rng.random() < 0.1:
        x = made_up_word(rng) if rng.random() < 0.3 else rng.choice(COMMON_WORDS)
        return rng.choice(OTHER_REQUESTS).format(x=x, y=rng.choice(P.COLOURS)), "I do not know that. " + ABILITIES
    asked, answers = rng.choice(SMALL_TALK)
    return rng.choice(asked), rng.choice(answers)


# ---------------------------------------------------------------- documents

def chat(system: str, turns: list[tuple[str, str]]) -> Document:
    messages = [{"role": "system", "content": system}] if system else []
    for user, assistant in turns:
        messages += [{"role": "user", "content": user}, {"role": "assistant", "content": assistant}]
    return Document(messages=messages)


def maybe_system(rng: random.Random) -> str:
    return rng.choice(SYSTEM_TEXTS) if rng.random() < 0.25 else ""


def conversation(rng: random.Random, turns: int, stories: float) -> Document:
    """A chat of several turns that states facts on the way and asks for them later."""
    taken: set[str] = set()
    facts: list[Fact] = []
    system = maybe_system(rng)
    if rng.random() < 0.2:
        facts = [f for f in some_facts(rng, rng.randint(1, 5), taken) if not f.answer.startswith("You")]
        system = f"{system} {stated(rng, facts)}".strip()
    done: list[tuple[str, str]] = []
    for _ in range(turns):
        roll = rng.random()
        if roll < stories:
            done.append(story_turn(rng))
        elif facts and roll < stories + 0.4 * (1 - stories):
            fact = rng.choice(facts)
            done.append((rng.choice(RECALL_LEADS) + rng.choice(fact.questions), fact.answer))
        elif roll < stories + 0.65 * (1 - stories):
            new = some_facts(rng, rng.randint(1, 3), taken)
            facts += new
            named = [f for f in new if f.key == "name"]
            answer = f"Nice to meet you, {named[0].value}." if named else rng.choice(ACKNOWLEDGEMENTS)
            greeting = rng.choice(["Hello! ", "Hi. "]) if not done and rng.random() < 0.4 else ""
            done.append((greeting + stated(rng, new), answer))
        else:
            done.append(rng.choice([repeat_turn, repeat_turn, sum_turn, small_talk_turn])(rng))
    return chat(system, done)


def long_chat(rng: random.Random, size: int) -> Document:
    """A prompt of about `size` words: facts among much other text, then questions and tasks."""
    taken: set[str] = set()
    facts: list[Fact] = []
    blocks: list[str] = []
    words = 0
    notes_only = rng.random() < 0.4
    while words < size:
        if notes_only or rng.random() < 0.4:
            new = some_facts(rng, rng.randint(1, 8), taken)
            facts += new
            block = stated(rng, new)
        elif rng.random() < 0.2:
            block = capital(" ".join(a_list(rng, 60))) + "."
        else:
            block = story(rng)
        blocks.append(block)
        words += len(block.split())
    if not facts:
        facts = some_facts(rng, 2, taken)
        blocks.insert(rng.randrange(len(blocks) + 1), stated(rng, facts))
    text = " ".join(b for b in blocks if b)
    turns: list[tuple[str, str]] = []
    asked = rng.sample(facts, min(len(facts), rng.randint(2, 8)))
    first = rng.choice(asked[0].questions)
    system = maybe_system(rng)
    if rng.random() < 0.3:
        system = text
        facts_here = [f for f in asked if not f.answer.startswith("You")]
        turns += [(rng.choice(f.questions), f.answer) for f in facts_here]
    else:
        turns.append((f"{text} {first}", asked[0].answer))
        turns += [(rng.choice(f.questions), f.answer) for f in asked[1:]]
    extra = rng.choice([repeat_turn, story_turn, sum_turn, small_talk_turn, story_turn])
    turns.insert(rng.randint(1 if not system == text else 0, len(turns)), extra(rng))
    return chat(system, turns)


# stage: weights of (plain story, story turn, repeat, recall, sum, small talk, reading, conversation, long chat)
STAGES: dict[str, list[float]] = {
    "short": [0.10, 0.12, 0.26, 0.26, 0.14, 0.03, 0.02, 0.07, 0.00],
    "mixed": [0.09, 0.24, 0.17, 0.19, 0.10, 0.03, 0.03, 0.12, 0.03],
    "long": [0.08, 0.19, 0.19, 0.15, 0.16, 0.03, 0.03, 0.10, 0.07],
    "polish": [0.06, 0.33, 0.15, 0.17, 0.14, 0.03, 0.03, 0.05, 0.04],
}


def document(rng: random.Random, stage: str) -> Document:
    kind = rng.choices(range(9), STAGES[stage])[0]
    short, last, polish = stage == "short", stage in ("long", "polish"), stage == "polish"
    if kind == 0:
        return Document(text=story(rng, made_up=0.03 if polish else 0.2))
    if kind == 7:
        return conversation(rng, rng.randint(2, 5 if short else 10), 0.15)
    if kind == 8:
        return long_chat(rng, int(rng.choice([150, 300, 450, 600, 900, 1300]) * rng.uniform(0.7, 1.1)))
    makers: list[Callable[[], tuple[str, str]]] = [
        lambda: story_turn(rng, polish), lambda: repeat_turn(rng, 8 if short else rng.choice([3, 14]) if last else 14),
        lambda: recall_turn(rng, 4 if short else 9), lambda: sum_turn(rng),
        lambda: small_talk_turn(rng), lambda: reading_turn(rng)]
    turns = [makers[kind - 1]()]
    if kind == 4 and last:
        turns += [sum_turn(rng) for _ in range(rng.randint(0, 8))]
    elif kind in (2, 3, 4) and rng.random() < 0.5:
        turns += [makers[rng.choice([1, 1, 2, 3])]() if kind != 3 else makers[rng.choice([1, 3])]()
                  for _ in range(rng.randint(1, 3))]
    return chat(maybe_system(rng), turns)


def documents(seed: int, stage: str) -> Iterator[Document]:
    """The endless training text of a stage."""
    rng = random.Random(f"{stage} {seed}")
    while True:
        yield document(rng, stage)


# ---------------------------------------------------------------- held-out prompts

def heldout_prompts(seed: int = 2026) -> list[dict[str, object]]:
    """About 200 chats that training never saw, with what a right answer is."""
    rng = random.Random(seed)
    out: list[dict[str, object]] = []

    asked: set[object] = set()

    def is_new(thing: object) -> bool:
        new = thing not in asked
        asked.add(thing)
        return new

    def add(task: str, user: str, expected: str | list[str]) -> None:
        out.append({"task": task, "messages": [{"role": "user", "content": user}], "expected": expected})

    for _ in range(40):
        phrase, _, words = subject(rng, hidden=True)
        add("story", f"Tell me a story about {phrase}.", words)
    for length in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12):
        for _ in range(5):
            joined = ", ".join(a_list(rng, length, hidden=True, length=length))
            add(f"repeat {length}", f"Repeat: {joined}", joined)
    while sum(p["task"] in ("sum", "minus") for p in out) < 30:
        a, sign, b, result = a_sum(rng, hidden=True)
        if is_new((sign, a, b)):
            add("sum" if sign == "+" else "minus", f"What is {a} {sign} {b}?", f"{a} {sign} {b} = {result}")
    while sum(str(p["task"]).startswith("recall") for p in out) < 50:
        count = rng.choice([1, 2, 4, 8])
        fact = made_fact(rng)
        if held_out("fact", fact.clause) and is_new(fact.clause):
            facts = some_facts(rng, count - 1, {fact.key}) + [fact]
            rng.shuffle(facts)
            add(f"recall {count}", f"{stated(rng, facts)} {rng.choice(fact.questions)}", fact.answer)
    while sum(p["task"] == "long recall" for p in out) < 20:
        fact = made_fact(rng)
        if held_out("fact", fact.clause) and is_new(fact.clause):
            stories = [story(rng) for _ in range(rng.randint(2, 9))]
            stories.insert(rng.randrange(len(stories)), capital(fact.clause) + ".")
            add("long recall", f"{' '.join(stories)} {rng.choice(fact.questions)}", fact.answer)
    return out


if __name__ == "__main__":
    shown = random.Random(7)
    for stage_name in STAGES:
        for _ in range(12):
            doc = document(shown, stage_name)
            print(stage_name, "|", doc.text or doc.messages, "\n")
