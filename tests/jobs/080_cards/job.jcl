//CARDS    JOB (ACCT,1),                     accounting, then a comment
//* a comment between the cards of one statement, in UTF-8: für Maß und Zahl
//             'J. DOE',CLASS=A
//*1 sequence numbers stand in columns 73 to 80, lower case is folded   00000100
//one      exec pgm=endcode,parm=2                                      00000200
//*2 text between apostrophes goes on from column 71 to column 16
//TWO      EXEC PGM=GETDATA,PARM='AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
//             BC',COND=(0,EQ,ONE)
//IN       DD *
DATA OF TWO
/*
//SYSOUT   DD SYSOUT=*
//*3 a comment goes on by column 72
//THREE    EXEC PGM=ENDCODE   THIS COMMENT IS CONTINUED                X
//             PARM=9 IS STILL COMMENT
//*4 a tab stands for blanks to the next eighth column; text behind column 80 is told
//FOUR	EXEC	PGM=ENDCODE,COND=(4,LT)
//FIVE     EXEC PGM=ENDCODE                                                       LOST
//*6 an IF goes on without a mark
// IF (ONE.RC = 2 AND
//     TWO.RC = 0) THEN
//SIX      EXEC PGM=ENDCODE
// ENDIF
//*7 what stands before the period of a step's name is ignored
//ANY.SEVEN EXEC PGM=ENDCODE,COND=(2,NE,ONE)
