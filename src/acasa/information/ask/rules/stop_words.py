"""Words that most questions have and that say little about what is asked. They count less; none is lost."""

from __future__ import annotations

STOP_WORDS = {
    "ro": "a ai al ale am ar are as asta această acest aceasta acesta ați au avea aș că când care "
    "carui ce cea cei cel cele cine cu cui cum cât câte câți da dacă dar de deci despre din "
    "după e ei el ele era este eu fac face faci facem fi fie fără găsesc iar în îi îl îmi își "
    "îți la le lor lui mă mai mea mei mele meu mi mie mine mult ne nevoie ni noi nostru nu o "
    "or ori pe pentru pot poate poți prea prin sa sale sau să se si și sunt sub su ta te tot "
    "trebuie tu un una unde unei unor unui v va vă vor vreau vrea voi aici acolo fost cere "
    "cer obțin obține primesc într dintr ul ului",
    "en": "a about am an and any are as at be been can could do does for from get give go had has "
    "have he her here him his how i if in into is it its me must my need no not of off on one "
    "or our please shall she should so some that the their them then there these they this to "
    "up us want was we were what when where which who whom why will with would you your s t m "
    "re ve ll don cannot",
    "fr": "a ai au aux avec avoir c ce ces cette comment combien d dans de des dois doit du elle en "
    "est et être eu faire fait faut il ils j je l la le les leur leurs lui m ma mais me mes "
    "moi mon n ne nos notre nous on ou où par pas peut peux pour puis qu quand que quel "
    "quelle quelles quels qui quoi s sa sans se ses si son sont suis sur t ta te tes toi ton "
    "tu un une veux vos votre vous y besoin",
    "ar": "في من إلى الى على عن مع هل ما ماذا متى أين اين كيف كم هو هي هم هذا هذه ذلك التي الذي أن "
    "ان إن أنا انا لي لا لم لن قد يمكن يمكنني أريد اريد أحتاج احتاج يجب عندي لدي أو او و ثم "
    "كل بعد قبل إذا اذا أي اي لماذا كان هناك هنا عند بين لكن أستطيع استطيع أحصل احصل",
    "uk": "а або але без був була були в вже ви від він вона вони воно все где де для до дуже є за "
    "з зі із і й її його їх як яка яке який які якщо коли кому мене мені можна можу мої моя "
    "моє мій ми має маю на над нам нас не немає ні о об от по під при про скільки та так таке "
    "такий там те ти то тому треба тут у хто це цей ця чи чому що щоб я потрібно потрібен "
    "потрібна хочу мати робити зробити отримати",
    "ne": "म मेरो मलाई मैले हामी हाम्रो तपाईं तपाईंको यो त्यो यी ती को का की के "
    "कसरी कहाँ कहिले किन कति कुन कसले कसलाई मा ले लाई बाट देखि सम्म संग सँग "
    "र वा अनि पनि छ छन् छैन हो होइन हुन्छ हुन्न हुने गर्न गर्ने गर्छ गर्नु "
    "गरेर गर्नुपर्छ सक्छु सकिन्छ चाहिन्छ चाहन्छु पर्छ पर्दैन भने भए यदि "
    "लागि पाउन पाउने एक एउटा त नै",
    "ur": "میں مجھے میرا میری میرے ہم ہمارا آپ یہ وہ اس ان کا کی کے کو کیا کیسے کہاں کب کیوں کتنا "
    "کتنے کتنی کون کس سے پر تک نے اور یا بھی ہے ہیں ہوں تھا تھی ہو ہوتا ہوتی نہیں نہ کر کرنا "
    "کرنے کروں کریں سکتا سکتی سکتے چاہیے چاہتا چاہتی لیے لئے ضرورت اگر تو ہی ایک جو مل ملے "
    "ملتا ملتی حاصل",
    "ps": "زه زما ما موږ زموږ تاسو ستاسو دا هغه د په کې کي ته له سره څخه نه او یا هم څه څنګه چیرته "
    "چېرته کله ولې څومره څوک کوم کومه شم شي کولی کولای کول کړم کړي وکړم وکړئ یم یې دی ده دي "
    "وي به که چې لپاره باید غواړم اړتیا لرم یو یوه تر پر",
    "bn": "আমি আমার আমাকে আমরা আমাদের আপনি আপনার তুমি এই ওই সেই এটা কি কী কীভাবে "
    "কিভাবে কোথায় কখন কেন কত কোন কে কাকে কার এ এবং ও বা আর থেকে জন্য সাথে সঙ্গে "
    "মধ্যে পর্যন্ত হয় হবে হলে হতে আছে নেই না নয় করা করতে করব করবো করি পারি "
    "পারব পারবো পাব পাবো পাওয়া যায় চাই লাগে লাগবে দরকার যদি তাহলে একটি একটা এক "
    "তো ই",
}
"""By language, as written."""
